package dev.tidemark.query.samples;

import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Reads the newest samples. Thread-safe. */
@Singleton
public final class SampleReadings {
    /** The clocks of hosts differ: up to that long after now, a sample is one of now. */
    private static final Duration AHEAD = Duration.ofSeconds(30);

    private final Database store;
    private final SampleQueries queries;
    private final SampleLabels labels;
    private final Clock clock;

    SampleReadings(@Named(Databases.STORE) Database store, SampleQueries queries, SampleLabels labels, Clock clock) {
        this.store = store;
        this.queries = queries;
        this.labels = labels;
        this.clock = clock;
    }

    /**
     * Returns the newest sample of each series that has one that is at most {@code age} old, the newest first. Not cached.
     *
     * @param type the {@code metric_type}
     * @param names the {@code metric_name}s
     * @param most the most samples that are returned
     * @throws DatabaseException if they cannot be read in time
     */
    public List<SampleReading> newest(String type, Collection<String> names, Duration age, int most) {
        Instant now = clock.instant();
        List<String> sorted = names.stream().distinct().sorted().toList();
        return store.read(() -> queries.newest(type, sorted, now.minus(age), now.plus(AHEAD), most)).stream()
                .map(newest -> new SampleReading(
                        newest.service(),
                        newest.instance(),
                        newest.name(),
                        labels.of(newest.labels()),
                        newest.at(),
                        newest.value()))
                .toList();
    }
}
