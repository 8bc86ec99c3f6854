package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.Diagnosis;
import dev.tidemark.query.diagnosis.Diagnosis.Part;
import dev.tidemark.query.diagnosis.Diagnosis.Reason;
import dev.tidemark.query.diagnosis.Diagnosis.Shift;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes diagnoses as the API does, in a bounded size, and reads them again. */
@Singleton
final class DiagnosisJson {
    /** A larger diagnosis is stored without its smaller operations, then without its parts and with its texts cut. */
    static final int MOST_BYTES = 64 << 10;

    private static final int FEW = 3;
    private static final int FEW_AFFECTED = 20;
    private static final int SHORT = 1_000;

    private final JsonMapper json;

    DiagnosisJson(JsonMapper json) {
        this.json = json;
    }

    String write(Diagnosis diagnosis) {
        String whole = text(diagnosis);
        if (fits(whole)) {
            return whole;
        }
        Shift shift = diagnosis.shift();
        String smaller =
                text(with(diagnosis, shift == null ? null : shortened(shift), diagnosis.causes(), Integer.MAX_VALUE));
        if (fits(smaller)) {
            return smaller;
        }
        return text(with(
                diagnosis,
                null,
                diagnosis.causes().stream()
                        .limit(FEW)
                        .map(DiagnosisJson::shortened)
                        .toList(),
                SHORT));
    }

    /** The diagnosis with the fields that it has in the API. */
    Map<String, Object> read(String stored) {
        try {
            return json.readValue(stored, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    private static Shift shortened(Shift shift) {
        List<Part> parts = shift.parts().stream()
                .map(part -> new Part(
                        part.part(),
                        part.beforeMs(),
                        part.afterMs(),
                        part.deltaMs(),
                        part.sharePercent(),
                        part.operations().stream().limit(FEW).toList()))
                .toList();
        return new Shift(shift.beforeMs(), shift.afterMs(), shift.deltaMs(), shift.scaled(), parts);
    }

    private static Reason shortened(Reason reason) {
        return new Reason(
                reason.kind(),
                reason.sharePercent(),
                cut(reason.culprit(), SHORT),
                cut(reason.text(), SHORT),
                cut(reason.action(), SHORT),
                List.of());
    }

    private static Diagnosis with(Diagnosis diagnosis, @Nullable Shift shift, List<Reason> causes, int most) {
        return new Diagnosis(
                diagnosis.kind(),
                cut(diagnosis.text(), most),
                cut(diagnosis.service(), most),
                diagnosis.method(),
                diagnosis.route() == null ? null : cut(diagnosis.route(), most),
                diagnosis.since(),
                diagnosis.sinceExact(),
                diagnosis.until(),
                diagnosis.comparedWith(),
                diagnosis.before(),
                diagnosis.after(),
                diagnosis.lostSeconds(),
                shift,
                causes,
                diagnosis.explainedPercent(),
                diagnosis.ruledOut(),
                diagnosis.notChecked(),
                diagnosis.alsoAffected().stream()
                        .limit(FEW_AFFECTED)
                        .map(name -> cut(name, most))
                        .toList());
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private String text(Diagnosis diagnosis) {
        try {
            return json.writeValueAsString(diagnosis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
