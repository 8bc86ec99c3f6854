package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseLoginMissingException;
import dev.tidemark.query.store.DatabaseTimeoutException;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

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
        return ask(fields, () -> monitored.readLong(question));
    }

    /** The same for figures that the verdict needs: they do not wait for those who ask for much. */
    <T> Present<T> brief(List<String> fields, Supplier<T> question) {
        return ask(fields, () -> monitored.read(question));
    }

    private <T> Present<T> ask(List<String> fields, Supplier<T> question) {
        long begin = System.nanoTime();
        T figures = null;
        List<Unknown> unknown = List.of();
        boolean asked = true;
        try {
            figures = question.get();
        } catch (DatabaseTimeoutException e) {
            unknown = List.of(new Unknown(fields, String.valueOf(e.getMessage()), null));
        } catch (DatabaseLoginMissingException e) {
            asked = false;
            unknown = List.of(new Unknown(fields, e.reason(), DatabaseLoginMissingException.remedy()));
        } catch (DatabaseException e) {
            asked = false;
            unknown = List.of(new Unknown(fields, String.valueOf(e.getMessage()), null));
        }
        return new Present<>(
                figures, now(), unknown, asked ? life(Duration.ofNanos(System.nanoTime() - begin)) : SHORTEST_LIFE);
    }

    /** Also of a question that took too long: it is not asked again at once. */
    private static Duration life(Duration elapsed) {
        Duration life = elapsed.multipliedBy(SHARE);
        if (life.compareTo(SHORTEST_LIFE) < 0) {
            return SHORTEST_LIFE;
        }
        return life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
