package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseLoginMissingException;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the monitored PostgreSQL. A failure does not throw: history is worth showing without the present. */
@Singleton
final class PresentReader {
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    /** However many look at a page, PostgreSQL works for it at most this part of the time: a hundredth. */
    private static final int SHARE = 100;

    private final Database monitored;
    private final Clock clock;

    PresentReader(@Named(Databases.MONITORED) Database monitored, Clock clock) {
        this.monitored = monitored;
        this.clock = clock;
    }

    /**
     * Asks.
     *
     * @param fields the figures that are unknown if there is no answer
     */
    <T> Present<T> read(List<String> fields, Supplier<T> question) {
        long begin = System.nanoTime();
        T figures = null;
        List<Unknown> unknown = List.of();
        try {
            figures = monitored.readLong(question);
        } catch (DatabaseLoginMissingException e) {
            unknown = List.of(new Unknown(fields, e.reason(), DatabaseLoginMissingException.remedy()));
        } catch (DatabaseException e) {
            unknown = List.of(new Unknown(fields, String.valueOf(e.getMessage()), null));
        }
        return new Present<>(figures, now(), unknown, life(Duration.ofNanos(System.nanoTime() - begin), figures));
    }

    private static Duration life(Duration elapsed, @Nullable Object figures) {
        Duration life = elapsed.multipliedBy(SHARE);
        if (figures == null || life.compareTo(SHORTEST_LIFE) < 0) {
            return SHORTEST_LIFE;
        }
        return life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
