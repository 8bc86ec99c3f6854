package dev.tidemark.query.diagnosis;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import jakarta.inject.Singleton;
import java.util.List;

/** What diagnosing the present costs, and how old the newest answer is. */
@Singleton
final class DiagnosisMetrics implements SampleSource {
    private static final MetricDescriptor AGE = MetricDescriptor.gauge(
            "diagnosis_age_seconds",
            "The age of the newest diagnosis of the present. Alert if it is above 60: faults are not found.");
    private static final MetricDescriptor SECONDS =
            MetricDescriptor.counter("diagnosis_seconds_total", "The time that diagnosing the present took.");
    private static final MetricDescriptor ANSWERS =
            MetricDescriptor.counter("diagnosis_answers_total", "Diagnoses of the present that succeeded.");
    private static final MetricDescriptor FAILURES =
            MetricDescriptor.counter("diagnosis_failures_total", "Diagnoses of the present that failed.");

    private final DiagnosisWatch watch;
    private final CurrentDiagnosis current;

    DiagnosisMetrics(DiagnosisWatch watch, CurrentDiagnosis current) {
        this.watch = watch;
        this.current = current;
    }

    @Override
    public List<Sample> samples() {
        return watch.isOff()
                ? List.of()
                : List.of(
                        AGE.sample(current.ageSeconds()),
                        SECONDS.sample(watch.seconds()),
                        ANSWERS.sample(watch.answers()),
                        FAILURES.sample(watch.failures()));
    }
}
