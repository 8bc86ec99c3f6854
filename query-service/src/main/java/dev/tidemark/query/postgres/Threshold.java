package dev.tidemark.query.postgres;

import dev.tidemark.query.card.State;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The checks of PostgreSQL with their thresholds. The checklist, the card and the verdict use the same ones; docs/postgres.md lists and
 * explains them.
 */
enum Threshold {
    CONNECTIONS("Connections in use", "% of max_connections", 80, 90.0),
    LONG_TRANSACTIONS("Longest transaction", "s", 600, 3600.0),
    IDLE_IN_TRANSACTION("Idle in a transaction", "s", 60, 600.0),
    LOCKS("Sessions that wait for a lock", "sessions", 1, 10.0),
    CACHE_HIT_RATIO("Cache hit ratio", "%", 95, 90.0),
    SLOW_STATEMENTS("Statements above 100 ms on average", "statements", 1, 20.0),
    DEAD_ROWS("Dead rows of a table with at least 10,000", "%", 20, 50.0),
    BLOAT("Bloat of a table or index with at least 100 MB", "%", 30, 50.0),
    UNUSED_INDEXES("Indexes that nothing scans", "MB", 10, null),
    DUPLICATE_INDEXES("Duplicate indexes", "indexes", 1, null),
    INVALID_INDEXES("Indexes that are not valid", "indexes", 1, null),
    MISSING_INDEXES("Large tables that are scanned from end to end", "tables", 1, null),
    WRAPAROUND("Nearness of a wraparound", "% of 2³¹ transactions", 25, 50.0),
    REPLICATION_LAG("Lag of a replica", "s", 10, 60.0),
    REPLICATION_SLOTS("WAL that a slot retains", "MB", 1024, 10_240.0),
    CHECKPOINTS("Checkpoints before their time", "% of all", 30, 70.0);

    private final String title;
    private final String unit;
    private final double watch;
    private final @Nullable Double degraded;

    /** @param degraded null if the worst is worth a look only */
    Threshold(String title, String unit, double watch, @Nullable Double degraded) {
        this.title = title;
        this.unit = unit;
        this.watch = watch;
        this.degraded = degraded;
    }

    String title() {
        return title;
    }

    /** The unit of its value. */
    String unit() {
        return unit;
    }

    /** From this value on, it is worth a look. */
    double watch() {
        return watch;
    }

    /** From this value on, users are affected, or soon will be; null if it never goes that far. */
    @Nullable Double degraded() {
        return degraded;
    }

    /** Whether small values are the bad ones. */
    boolean isLower() {
        return degraded != null && degraded < watch;
    }

    /** The id of the check in the API. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether {@code value} is worth a look, or worse. */
    boolean isReached(double value) {
        return isLower() ? value < watch : value >= watch;
    }

    boolean isDegraded(double value) {
        return degraded != null && (isLower() ? value < degraded : value >= degraded);
    }

    State state(double value) {
        return isDegraded(value) ? State.DEGRADED : isReached(value) ? State.WATCH : State.OK;
    }
}
