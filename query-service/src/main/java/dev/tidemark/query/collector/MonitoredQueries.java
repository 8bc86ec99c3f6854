package dev.tidemark.query.collector;

import dev.tidemark.query.counters.StatementCounterQueries;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.store.DedicatedConnection;
import dev.tidemark.query.store.DedicatedConnections;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection of the collector to the monitored PostgreSQL. Thread-safe. */
final class MonitoredQueries implements AutoCloseable {
    /** The application's name of the collector's sessions. */
    static final String APPLICATION = "tidemark-collector";

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);
    /** How long the server may plan one statement. */
    static final Duration PLANNING_TIMEOUT = Duration.ofMillis(500);
    /** Sizes need a lock that a table's rewrite keeps for long. */
    private static final String LOCK_TIMEOUT = "200";

    private static final long FACTS_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String FACTS = """
            SELECT current_setting('server_version_num')::integer, quote_ident(current_user),
                   pg_has_role('pg_read_all_stats', 'USAGE'),
                   current_setting('track_activities')::boolean, current_setting('track_counts')::boolean,
                   current_setting('is_superuser')::boolean
            """;

    private final DedicatedConnection connection;
    private @Nullable Facts facts;
    private long factsNanos;

    /**
     * What a server and a role are able to do.
     *
     * @param version such as 180001
     * @param role the role, as a quoted identifier
     * @param seesAll whether it sees the sessions and the replication of other roles
     * @param activities whether {@code track_activities} is on
     * @param counts whether {@code track_counts} is on
     * @param superuser whether the role may do everything
     */
    record Facts(int version, String role, boolean seesAll, boolean activities, boolean counts, boolean superuser) {}

    MonitoredQueries(DedicatedConnections connections) {
        this.connection = connections.create(APPLICATION, STATEMENT_TIMEOUT, Map.of("lock_timeout", LOCK_TIMEOUT));
    }

    /** Returns facts that are at most a minute old. */
    synchronized Facts facts() {
        Facts known = facts;
        if (known == null || System.nanoTime() - factsNanos > FACTS_NANOS) {
            known = connection.ask(MonitoredQueries::facts);
            facts = known;
            factsNanos = System.nanoTime();
        }
        return known;
    }

    private static Facts facts(Connection open) throws SQLException {
        try (var statement = open.createStatement();
                var row = statement.executeQuery(FACTS)) {
            row.next();
            return new Facts(
                    row.getInt(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    row.getBoolean(5),
                    row.getBoolean(6));
        }
    }

    /** Asks a question that has a limit. */
    List<Row> rows(String sql) {
        return connection.ask(open -> {
            try (var statement = open.prepareStatement(sql);
                    var rows = statement.executeQuery()) {
                List<Row> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(row(rows));
                }
                return all;
            }
        });
    }

    private static Row row(ResultSet rows) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        Map<String, Double> values = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
            Object value = rows.getObject(column);
            if (value instanceof Number number) {
                values.put(columns.getColumnLabel(column), number.doubleValue());
            } else if (value != null) {
                labels.put(columns.getColumnLabel(column), value.toString());
            }
        }
        return new Row(values, labels);
    }

    StatementCounterQueries.Answer statements() {
        String role = facts().role();
        return connection.ask(open -> StatementCounterQueries.read(open, role));
    }

    /** The beginnings of the texts of some statements by id, or the reason why they cannot be read. */
    record Texts(Map<Long, String> byId, @Nullable Unknown unknown) {}

    /** @param length the most characters of a text */
    Texts texts(Collection<Long> ids, int length, String field) {
        String role = facts().role();
        Map<Long, String> byId = new HashMap<>();
        return connection.ask(
                open -> new Texts(byId, StatementCounterQueries.textsOf(open, role, field, ids, length, byId::put)));
    }

    /** Asks in a transaction of its own, which cannot write, has little time, and is rolled back. */
    <T> T planning(DedicatedConnection.Question<T> question) {
        return connection.ask(open -> {
            open.setAutoCommit(false);
            try {
                try (var statement = open.createStatement()) {
                    statement.execute("SET TRANSACTION READ ONLY");
                    statement.execute("SET LOCAL statement_timeout = " + PLANNING_TIMEOUT.toMillis());
                }
                return question.ask(open);
            } finally {
                open.rollback();
                open.setAutoCommit(true);
            }
        });
    }

    @Override
    public synchronized void close() {
        facts = null;
        connection.close();
    }
}
