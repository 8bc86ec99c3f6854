package dev.tidemark.demo.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Classifies PostgreSQL's error codes. */
final class SqlStates {

    private static final String CONNECTION = "08";
    private static final String OPERATOR_INTERVENTION = "57";
    private static final String INSUFFICIENT_RESOURCES = "53";
    private static final Set<String> SCHEMA_MISSING = Set.of("3F000", "42P01");

    private SqlStates() {}

    /** Returns whether the server cannot be reached, is starting or stopping, or cancelled the statement. */
    static boolean away(SQLException e) {
        if (e instanceof SQLTransientConnectionException) {
            return true;
        }
        String state = e.getSQLState();
        return state != null
                && (state.startsWith(CONNECTION)
                        || state.startsWith(OPERATOR_INTERVENTION)
                        || state.startsWith(INSUFFICIENT_RESOURCES));
    }

    /** Returns whether the application's tables are missing, as in a new database. */
    static boolean schemaMissing(SQLException e) {
        String state = e.getSQLState();
        return state != null && SCHEMA_MISSING.contains(state);
    }
}
