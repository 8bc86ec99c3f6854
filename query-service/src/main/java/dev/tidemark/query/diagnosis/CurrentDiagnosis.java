package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import dev.tidemark.query.verdict.RequestFindings;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.settings.DiagnosisSetting;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest diagnosis of the present, which {@link DiagnosisWatch} makes. Asking it reads nothing. Thread-safe. */
@Singleton
final class CurrentDiagnosis implements RequestFindings {
    /** The subject of its symptoms. */
    static final String SUBJECT = "api";

    /** An older answer may miss a fault. */
    private static final Duration OLD = Duration.ofSeconds(30);
    /** Above all other symptoms of requests: failing requests first, then silence, then slowness. */
    private static final double HEAVIEST = 199;

    private static final double LIGHTEST = -1;

    private final Clock clock;
    private volatile State state;

    /**
     * @param at when the newest answer was given, or the service started
     * @param failure why there is no newer one
     */
    private record State(
            Instant at,
            @Nullable DiagnosisAnswer answer,
            @Nullable String failure,
            boolean isOff) {}

    CurrentDiagnosis(Clock clock) {
        this.clock = clock;
        this.state = new State(clock.instant(), null, null, false);
    }

    void answered(DiagnosisAnswer answer) {
        state = new State(clock.instant(), answer, null, false);
    }

    void failed(String reason) {
        state = new State(state.at, state.answer, reason, false);
    }

    void turnedOff() {
        state = new State(state.at, null, null, true);
    }

    /** The newest answer; null if there is none yet, or an old one. */
    @Nullable DiagnosisAnswer answer() {
        State now = state;
        return now.answer == null || isOld(now) ? null : now.answer;
    }

    /**
     * What goes on at present.
     *
     * @param service only that; null for all
     */
    List<Diagnosis> ongoing(@Nullable String service) {
        DiagnosisAnswer answer = answer();
        return answer == null
                ? List.of()
                : answer.diagnoses().stream()
                        .filter(diagnosis -> diagnosis.until() == null)
                        .filter(diagnosis ->
                                service == null || diagnosis.service().equals(service))
                        .toList();
    }

    @Override
    public boolean isWrong(@Nullable String service) {
        return !ongoing(service).isEmpty();
    }

    @Override
    public boolean isFailing(@Nullable String service) {
        return ongoing(service).stream()
                .anyMatch(diagnosis -> diagnosis.kind().equals(Kind.FAILING.label())
                        || diagnosis.kind().equals(Kind.REFUSED.label()));
    }

    @Override
    public boolean isSlow(@Nullable String service) {
        return ongoing(service).stream().anyMatch(diagnosis -> diagnosis.kind().equals(Kind.SLOW.label()));
    }

    /** What is wrong with the requests, and what is not known of it. */
    List<Symptom> symptoms() {
        State now = state;
        if (now.isOff) {
            return List.of(Symptom.note(
                    SUBJECT,
                    LIGHTEST,
                    "requests are not diagnosed: " + DiagnosisSetting.INTERVAL.property() + " is 0"));
        }
        List<Symptom> symptoms = new ArrayList<>(of(ongoing(null)));
        DiagnosisAnswer answer = answer();
        if (answer != null) {
            answer.notes().forEach(note -> symptoms.add(Symptom.note(SUBJECT, 0, note)));
        }
        if (isOld(now)) {
            long seconds = Duration.between(now.at, clock.instant()).toSeconds();
            String reason = now.failure == null ? "it takes too long" : now.failure;
            symptoms.add(Symptom.degraded(
                    Symptom.PIPELINE, 0, "the requests were not diagnosed for " + seconds + " s: " + reason));
        } else if (now.answer == null) {
            symptoms.add(Symptom.note(Symptom.PIPELINE, 0, "the requests are being diagnosed for the first time"));
        } else if (!now.answer.complete()) {
            symptoms.add(Symptom.note(
                    Symptom.PIPELINE,
                    0,
                    "not all was diagnosed: " + now.answer.unknown().getFirst().reason()));
        }
        return symptoms;
    }

    double ageSeconds() {
        return Duration.between(state.at, clock.instant()).toMillis() / 1000.0;
    }

    private boolean isOld(State state) {
        return Duration.between(state.at, clock.instant()).compareTo(OLD) > 0;
    }

    private static List<Symptom> of(List<Diagnosis> ongoing) {
        List<Symptom> symptoms = new ArrayList<>();
        for (int i = 0; i < ongoing.size(); i++) {
            // They are sorted by what is lost.
            symptoms.add(Symptom.degraded(SUBJECT, HEAVIEST - i, ongoing.get(i).text()));
        }
        return symptoms;
    }
}
