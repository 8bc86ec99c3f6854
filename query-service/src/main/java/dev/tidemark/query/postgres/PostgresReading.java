package dev.tidemark.query.postgres;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the monitored PostgreSQL told at one moment.
 *
 * @param lockHolder the process that most of the clients wait for
 */
record PostgresReading(
        Instant at,
        ActivityQueries.Clients clients,
        @Nullable Integer lockHolder,
        DatabaseQueries.Size size,
        StatementQueries.Answer statements) {}
