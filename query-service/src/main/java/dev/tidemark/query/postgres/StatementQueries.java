package dev.tidemark.query.postgres;

import dev.tidemark.query.counters.StatementCounterQueries;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Savepoint;

/** Reads the statement counters of the database in the transaction of the other queries. */
@Singleton
final class StatementQueries {
    private final JdbcOperations operations;

    StatementQueries(@Named(Databases.MONITORED) JdbcOperations operations) {
        this.operations = operations;
    }

    /** Reads them; the savepoint keeps the transaction usable after a failure. */
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
}
