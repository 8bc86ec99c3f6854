package dev.tidemark.query.freshness;

import dev.tidemark.query.cache.BriefCache;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Tells how old the stored data is. */
@Singleton
public final class FreshnessReports {
    /** A process that told nothing for so long has ended. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private static final String KEY = "stored";

    private final Database store;
    private final Clock clock;
    private final BriefCache<String, Stored> cache = new BriefCache<>(Duration.ofSeconds(1));

    private record Stored(List<SinkOffsetSql.SinkOffset> offsets, long dropped) {}

    FreshnessReports(@Named(Databases.STORE) Database store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How old the stored data is now. */
    public Freshness now() {
        Stored stored = cache.get(KEY, () -> store.read(this::read));
        return Freshness.of(stored.offsets(), stored.dropped(), clock.instant());
    }

    private Stored read(Connection connection) throws SQLException {
        return new Stored(
                SinkOffsetSql.read(connection),
                DroppedSql.since(connection, clock.instant().minus(MEMORY)));
    }
}
