package dev.tidemark.query.postgres;

import dev.tidemark.query.counters.StatementCounterQueries;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the monitored PostgreSQL.
 *
 * @param lockHolder the pid of the process that blocks the most other processes; null if none is waiting
 */
record PostgresReading(
        Instant at,
        ActivityQueries.Clients clients,
        @Nullable Integer lockHolder,
        DatabaseQueries.Blocks blocks,
        StatementCounterQueries.Answer statements) {}
