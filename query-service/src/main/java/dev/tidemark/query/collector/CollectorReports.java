package dev.tidemark.query.collector;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.collector.CollectorStatus.Reading;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports the state of the collector. */
@Singleton
public final class CollectorReports implements SampleSource {
    private static final MetricDescriptor ELECTED = MetricDescriptor.gauge(
            "collector_elected",
            "1 if this instance watches PostgreSQL and Redis. Alert if the sum over all instances is not 1 for 1 min.");
    private static final MetricDescriptor READINGS = MetricDescriptor.counter(
            "collector_readings_total", "Readings of the collector that succeeded, by name.", "reading");
    private static final MetricDescriptor FAILURES = MetricDescriptor.counter(
            "collector_failures_total",
            "Readings of the collector that failed, by name. Alert if it rises; /health/detailed says why.",
            "reading");
    private static final MetricDescriptor SECONDS = MetricDescriptor.counter(
            "collector_seconds_total", "The time that readings of the collector took, by name.", "reading");
    private static final MetricDescriptor REFUSED_LABELS = MetricDescriptor.counter(
            "collector_labels_refused_total",
            "Combinations of labels that a reading published as (other), or not at all, because it had 500 in an hour.",
            "reading");
    private static final MetricDescriptor UNKNOWN = MetricDescriptor.gauge(
            "collector_unknown",
            "Figures that a right or a setting keeps from the collector, by reading; /health/detailed names the remedy.",
            "reading");

    private final CollectorSettings settings;
    private final Collector collector;
    private final Election election;

    CollectorReports(CollectorSettings settings, Collector collector, Election election) {
        this.settings = settings;
        this.collector = collector;
        this.election = election;
    }

    /** Returns the present state, without any I/O. */
    public CollectorStatus status() {
        Map<String, TaskState> states = collector.states();
        return new CollectorStatus(
                settings.enabled(),
                election.isElected(),
                election.detail(),
                states.entrySet().stream()
                        .map(entry -> reading(entry.getKey(), entry.getValue().newest()))
                        .toList(),
                states.values().stream()
                        .flatMap(state -> state.newest().unknown().stream())
                        .toList());
    }

    private static Reading reading(String name, TaskState.Newest newest) {
        return new Reading(
                name, newest.at() == null ? null : newest.at().truncatedTo(ChronoUnit.MILLIS), newest.detail());
    }

    @Override
    public List<Sample> samples() {
        if (!settings.enabled()) {
            return List.of();
        }
        List<Sample> samples = new ArrayList<>();
        samples.add(ELECTED.sample(election.isElected() ? 1 : 0));
        collector.states().forEach((name, state) -> {
            samples.add(READINGS.sample(state.readings(), name));
            samples.add(FAILURES.sample(state.failures(), name));
            samples.add(SECONDS.sample(state.seconds(), name));
            samples.add(REFUSED_LABELS.sample(state.refusedLabels(), name));
            samples.add(UNKNOWN.sample(
                    state.newest().unknown().stream()
                            .mapToLong(unknown -> unknown.fields().size())
                            .sum(),
                    name));
        });
        return samples;
    }
}
