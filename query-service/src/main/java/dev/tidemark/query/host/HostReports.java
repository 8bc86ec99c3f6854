package dev.tidemark.query.host;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells how the machines are, from the newest samples of each. */
@Singleton
public final class HostReports {
    /** A machine that told nothing for so long is forgotten. */
    private static final Duration MEMORY = Duration.ofMinutes(15);
    /** The newest readings, at most: those of about 200 machines. */
    private static final int MOST = 10_000;

    private static final String KEY = "readings";

    private final Database store;
    private final HostSampleQueries queries;
    private final Clock clock;
    private final AnswerCache<String, Readings> cache = new AnswerCache<>(Duration.ofSeconds(1));

    HostReports(@Named(Databases.STORE) Database store, HostSampleQueries queries, Clock clock) {
        this.store = store;
        this.queries = queries;
        this.clock = clock;
    }

    /** The machines at a glance. */
    public SystemStatus status() {
        Instant now = clock.instant();
        return SystemStatus.of(readings().hosts().stream()
                .map(host -> HostStatus.of(host, now))
                .toList());
    }

    /** What machines and JVMs told last. */
    Readings readings() {
        return cache.get(KEY, () -> {
            Instant now = clock.instant();
            return Readings.of(store.read(
                    () -> queries.newest(GaugeGroup.allNames(), now.minus(MEMORY), now.plus(HostStatus.FRESH), MOST)));
        });
    }
}
