package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reports who waits for whom, and how many sessions were blocked. */
@Singleton
final class LockReports {
    private static final String KEY = "locks";
    private static final List<String> FIGURES = List.of("waiting", "sessions");
    private static final List<String> HISTORY =
            List.of("lock_waits_count", "blocked_sessions_count", "blocking_seconds", "deadlocks_per_second");

    private final PresentReader present;
    private final ActivityQueries activity;
    private final SessionQueries sessions;
    private final PostgresHistories histories;
    private final TimeRanges ranges;
    private final AnswerCache<String, Present<Read>> cache;

    /** What was read of the locks. */
    record Read(ActivityQueries.Clients clients, List<SessionQueries.Wait> waits, LockTree tree) {
        long waiting() {
            return waits.isEmpty() ? 0 : waits.getFirst().waiting();
        }

        boolean isCut() {
            return waiting() > SessionQueries.WAITERS || waits.size() >= SessionQueries.PAIRS;
        }
    }

    LockReports(
            PresentReader present,
            ActivityQueries activity,
            SessionQueries sessions,
            PostgresHistories histories,
            TimeRanges ranges,
            AnswerCaches caches) {
        this.present = present;
        this.activity = activity;
        this.sessions = sessions;
        this.histories = histories;
        this.ranges = ranges;
        this.cache = caches.create(
                "postgres_locks",
                Present::life,
                (Present<Read> now) -> now.figures() == null
                        ? 0
                        : (long) Connections.BYTES_OF_SESSION
                                * now.figures().tree().sessions().size());
    }

    Locks of(RangeQuery query, @Nullable Comparison comparison) {
        PostgresHistory history = histories.whole(HISTORY, ranges.of(query));
        Locks earlier = comparison == null
                ? null
                : Locks.of(histories.whole(HISTORY, ranges.of(ranges.earlier(query, comparison))));
        Present<Read> now = present();
        List<Unknown> unknown = new ArrayList<>(now.unknown());
        Read read = now.figures();
        if (read != null) {
            unknown.addAll(unknown(read));
        }
        unknown.addAll(history.unknown());
        return Locks.of(now, history, unknown, earlier);
    }

    /** The locks of now, without their history. */
    Present<Read> present() {
        return cache.get(KEY, () -> present.read(FIGURES, this::read));
    }

    private Read read() {
        List<SessionQueries.Wait> waits = sessions.waits(SessionQueries.WAITERS, SessionQueries.PAIRS);
        List<Integer> pids = waits.stream()
                .flatMapToInt(wait -> IntStream.of(wait.waiter(), wait.holder()))
                .distinct()
                .boxed()
                .toList();
        return new Read(activity.clients(), waits, LockTree.of(waits, pids.isEmpty() ? List.of() : sessions.of(pids)));
    }

    private static List<Unknown> unknown(Read read) {
        Stream<Unknown> cut = read.isCut()
                ? Stream.of(new Unknown(
                        List.of("sessions"),
                        read.waiting() + " sessions wait for locks; of " + SessionQueries.WAITERS
                                + " of them at most it is read for whom",
                        null))
                : Stream.empty();
        return Stream.concat(
                        cut,
                        PostgresStatus.hidden(
                                read.clients(),
                                List.of("application", "state", "state_seconds", "transaction_seconds", "statement"))
                                .stream())
                .toList();
    }
}
