package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.Investigator.Result;
import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Part;
import dev.tidemark.query.diagnosis.attribute.PartShift;
import dev.tidemark.query.diagnosis.cause.Cause;
import dev.tidemark.query.diagnosis.cause.Explanation;
import dev.tidemark.query.diagnosis.cause.Figures;
import dev.tidemark.query.diagnosis.cause.Shift;
import dev.tidemark.query.diagnosis.cause.Words;
import dev.tidemark.query.diagnosis.detect.Deviation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says one diagnosis in one line: what, since when, by how much, why with its share, and what to do. */
final class Sentence {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_RULED_OUT = 4;
    private static final double MOST = 0.5;

    private Sentence() {}

    /** The whole line; {@code affected} is the number of others with the same cause. */
    static String of(Result result, int affected) {
        return what(result.shift(), result.judged().deviation())
                + (affected == 0 ? "" : affected == 1 ? ", and 1 more" : ", and " + affected + " more")
                + ": "
                + why(result.shift(), result.explanation());
    }

    /** The line without a cause. */
    static String what(Shift shift, Deviation deviation) {
        return shift.text() + " " + howMuch(shift) + " " + when(deviation);
    }

    private static String howMuch(Shift shift) {
        Figures before = shift.before();
        Figures after = shift.after();
        return switch (shift.kind()) {
            case SLOW -> slow(before, after);
            case FAILING ->
                "answers " + Words.percent(after.serverErrorShare()) + " of its requests with 5xx ("
                        + Math.round(after.serverErrors()) + " of " + Math.round(after.requests())
                        + usual(before, before.serverErrorShare());
            case REFUSED ->
                "answers " + Words.percent(after.clientErrorShare()) + " of its requests with 4xx ("
                        + Math.round(after.clientErrors()) + " of " + Math.round(after.requests())
                        + usual(before, before.clientErrorShare());
            case DROPPED, FEWER -> fewer(before, after);
            case SILENT ->
                "receives no requests for " + Words.duration(Duration.between(shift.onset(), shift.end()))
                        + (before.requests() == 0 ? "" : ", usually " + Words.number(before.perSecond()) + "/s");
        };
    }

    private static String fewer(Figures before, Figures after) {
        return "receives " + Words.number(after.perSecond()) + " requests/s instead of "
                + Words.number(before.perSecond())
                + (before.perSecond() == 0
                        ? ""
                        : ", " + Words.percent(Math.max(0, 1 - after.perSecond() / before.perSecond())) + " fewer");
    }

    private static String usual(Figures before, double share) {
        return before.requests() == 0 ? ")" : ", usually " + Words.percent(share) + ")";
    }

    private static String slow(Figures before, Figures after) {
        Double mean = after.meanMillis();
        Double usual = before.meanMillis();
        if (mean == null || usual == null) {
            return "is slower";
        }
        Double p95 = after.p95Millis();
        Double usualP95 = before.p95Millis();
        boolean isTail =
                p95 != null && usualP95 != null && p95 / Math.max(0.001, usualP95) > mean / Math.max(0.001, usual);
        return isTail
                ? took("p95 ", p95, usualP95)
                : took("takes ", mean, usual) + (p95 == null ? "" : " (p95 " + Words.millis(p95) + ")");
    }

    private static String took(String verb, @Nullable Double millis, @Nullable Double usual) {
        double now = millis == null ? 0 : millis;
        double before = usual == null ? 0 : usual;
        return verb + Words.millis(now) + " instead of " + Words.millis(before) + ", "
                + Words.number(now / Math.max(0.001, before)) + "×";
    }

    private static String when(Deviation deviation) {
        Instant end = deviation.end();
        String since = (deviation.isOnsetExact() ? "" : "at the latest ") + TIME.format(deviation.onset());
        return end == null ? "since " + since + " UTC" : "from " + since + " to " + TIME.format(end) + " UTC";
    }

    private static String why(Shift shift, Explanation explanation) {
        StringBuilder text = new StringBuilder();
        for (Cause cause : explanation.causes().stream().limit(2).toList()) {
            text.append(text.isEmpty() ? "" : "; and ").append(cause.text());
            if (shift.isSlow()) {
                text.append(" (").append(Words.percent(cause.share())).append(" of it)");
            }
        }
        if (!explanation.isEnough()) {
            text.append(text.isEmpty() ? "no cause found" : "; that explains less than half of it")
                    .append(where(shift));
            if (explanation.causes().isEmpty() && !explanation.ruledOut().isEmpty()) {
                text.append("; ruled out: ")
                        .append(String.join(
                                ", ",
                                explanation.ruledOut().stream()
                                        .limit(MOST_RULED_OUT)
                                        .toList()))
                        .append(
                                explanation.ruledOut().size() > MOST_RULED_OUT
                                        ? " and " + (explanation.ruledOut().size() - MOST_RULED_OUT) + " more"
                                        : "");
            }
        }
        if (!explanation.causes().isEmpty()) {
            text.append(". Next: ").append(explanation.causes().getFirst().action());
        } else if (isOwn(shift)) {
            text.append(". Next: take a thread dump of an instance of ")
                    .append(shift.service())
                    .append(" while it is slow");
        }
        return text.toString();
    }

    /** Where the time is, if most of it is in one part. */
    private static String where(Shift shift) {
        return largest(shift)
                .map(part -> "; " + Words.percent(Math.min(1, part.share())) + " of it is "
                        + part.part().text())
                .orElse("");
    }

    private static boolean isOwn(Shift shift) {
        return largest(shift).filter(part -> part.part() == Part.APPLICATION).isPresent();
    }

    private static Optional<PartShift> largest(Shift shift) {
        Attribution attribution = shift.attribution();
        return attribution == null || !shift.isSlow()
                ? Optional.empty()
                : attribution.parts().stream()
                        .max(Comparator.comparingDouble(PartShift::share))
                        .filter(part -> part.share() >= MOST);
    }
}
