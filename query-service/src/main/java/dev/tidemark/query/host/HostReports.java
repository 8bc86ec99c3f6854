package dev.tidemark.query.host;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.host.HostSampleQueries.Sample;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.metric.Gauge;
import jakarta.inject.Named;
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

    private final Database store;
    private final HostSampleQueries queries;
    private final Clock clock;
    private final AnswerCache<Set<Gauge>, List<Sample>> cache;

    HostReports(@Named(Databases.STORE) Database store, HostSampleQueries queries, Clock clock, AnswerCaches caches) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
        this.cache = caches.create("hosts", Duration.ofSeconds(1), samples -> BYTES_OF_SAMPLE * samples.size());
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
        return cache.get(gauges, () -> {
            Instant now = clock.instant();
            return store.read(() ->
                    queries.newest(GaugeGroup.names(gauges), now.minus(MEMORY), now.plus(HostStatus.FRESH), MOST));
        });
    }
}
