package dev.tidemark.query.postgres;

import dev.tidemark.query.counters.StatementCounterQueries;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** Reads the statements of the database in the transaction of the other queries; a savepoint keeps it usable after a failure. */
@Singleton
final class StatementQueries {
    private final JdbcOperations operations;

    StatementQueries(@Named(Databases.MONITORED) JdbcOperations operations) {
        this.operations = operations;
    }

    /** Reads the counters. */
    StatementCounterQueries.Answer read(String role) {
        return operations.execute(connection -> {
            Savepoint before = connection.setSavepoint();
            var answer = StatementCounterQueries.read(connection, role);
            if (answer.counters() == null) {
                connection.rollback(before);
            }
            return answer;
        });
    }

    /** Reads the texts. Returns why they cannot be read, for {@code field}; null if they were. */
    @Nullable Unknown texts(String role, String field, StatementCounterQueries.TextConsumer texts) {
        return operations.execute(connection -> {
            Savepoint before = connection.setSavepoint();
            Unknown unknown = StatementCounterQueries.texts(connection, role, field, texts);
            if (unknown != null) {
                connection.rollback(before);
            }
            return unknown;
        });
    }
}
