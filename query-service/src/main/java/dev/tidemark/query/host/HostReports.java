package dev.tidemark.query.host;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.samples.SampleReadings;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Reports the state of the hosts from their newest samples. */
@Singleton
public final class HostReports {
    /** Hosts without samples for this long are no longer shown. */
    private static final Duration MEMORY = Duration.ofMinutes(15);
    /** The maximum number of samples read: enough for about 200 JVMs. */
    private static final int MOST = 10_000;

    private static final long BYTES_OF_SAMPLE = 300;

    private final SampleReadings samples;
    private final Clock clock;
    private final AnswerCache<Set<Gauge>, List<Sample>> cache;

    HostReports(SampleReadings samples, Clock clock, AnswerCaches caches) {
        this.samples = samples;
        this.clock = clock;
        this.cache = caches.create("hosts", Duration.ofSeconds(1), newest -> BYTES_OF_SAMPLE * newest.size());
    }

    /** Returns the status of all hosts, at most 1 s old. */
    public SystemStatus status() {
        Instant now = clock.instant();
        return SystemStatus.of(Readings.of(newest(GaugeGroup.SUMMARY), now).hosts().stream()
                .map(HostStatus::of)
                .toList());
    }

    /** Returns the newest readings of the hosts and JVMs that pass {@code filter}, at most 1 s old. */
    Readings readings(GaugeGroup group, HostFilter filter) {
        Instant now = clock.instant();
        return Readings.of(filter.of(newest(group.toRead()), now.minus(HostStatus.FRESH)), now);
    }

    private List<Sample> newest(Set<Gauge> gauges) {
        return cache.get(
                gauges,
                () -> samples.newest(MetricType.SYSTEM.wireName(), GaugeGroup.names(gauges), MEMORY, MOST).stream()
                        .map(Sample::of)
                        .toList());
    }
}
