package dev.tidemark.query.host;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reports the state of the hosts from their newest samples. */
@Singleton
public final class HostReports {
    /** Hosts without samples for this long are no longer shown. */
    private static final Duration MEMORY = Duration.ofMinutes(15);
    /** The maximum number of samples read: enough for about 200 hosts. */
    private static final int MOST = 10_000;

    private static final String KEY = "readings";

    private final Database store;
    private final HostSampleQueries queries;
    private final Clock clock;
    private final AnswerCache<String, Readings> cache;

    HostReports(@Named(Databases.STORE) Database store, HostSampleQueries queries, Clock clock, AnswerCaches caches) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
        this.cache = caches.create("hosts", Duration.ofSeconds(1));
    }

    /** Returns the status of all hosts, at most 1 s old. */
    public SystemStatus status() {
        Instant now = clock.instant();
        return SystemStatus.of(readings().hosts().stream()
                .map(host -> HostStatus.of(host, now))
                .toList());
    }

    /** Returns the newest readings of all hosts and JVMs, at most 1 s old. */
    Readings readings() {
        return cache.get(KEY, () -> {
            Instant now = clock.instant();
            return Readings.of(store.read(
                    () -> queries.newest(GaugeGroup.allNames(), now.minus(MEMORY), now.plus(HostStatus.FRESH), MOST)));
        });
    }
}
