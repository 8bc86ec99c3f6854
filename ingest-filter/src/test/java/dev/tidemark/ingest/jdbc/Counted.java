package dev.tidemark.ingest.jdbc;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.statement.StatementText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of an operation add up to, as the filter or PostgreSQL counts it.
 *
 * @param rows null if they are unknown
 */
record Counted(long calls, long errors, @Nullable Long rows, double millis) {

    Counted plus(Counted more) {
        Long sum = rows == null ? more.rows : more.rows == null ? rows : Long.valueOf(rows + more.rows);
        return new Counted(calls + more.calls, errors + more.errors, sum, millis + more.millis);
    }

    /** By target and operation. */
    static Map<String, Counted> byFilter(RecordingTidemark tidemark, CallKind kind) {
        Map<String, Counted> all = new TreeMap<>();
        for (CallSummary call : tidemark.calls()) {
            if (call.kind() == kind) {
                all.merge(
                        call.target() + " " + call.operation(),
                        new Counted(call.count(), call.errors(), call.rows(), call.sumMicros() / 1000.0),
                        Counted::plus);
            }
        }
        return all;
    }

    /** By target and operation, too; without the errors, which PostgreSQL does not count. */
    static Map<String, Counted> byPostgres(Connection connection, String target) throws SQLException {
        Map<String, Counted> all = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT query, calls, rows, total_exec_time FROM pg_stat_statements"
                                + " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
                                + " AND query NOT LIKE '%pg_stat_statements%'")) {
            while (rows.next()) {
                all.merge(
                        target + " " + StatementText.of(rows.getString(1)),
                        new Counted(rows.getLong(2), 0, rows.getLong(3), rows.getDouble(4)),
                        Counted::plus);
            }
        }
        return all;
    }
}
