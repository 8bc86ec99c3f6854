package dev.tidemark.query.incident;

import dev.tidemark.query.incident.Finding.CauseKey;
import dev.tidemark.query.incident.IncidentRules.Change;
import dev.tidemark.query.store.Databases;
import dev.tidemark.query.store.DedicatedConnection;
import dev.tidemark.query.store.DedicatedConnections;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records incidents: one transaction for an answer, one at a time in all query services. */
@Singleton
final class RecordQueries {
    /** More are not matched; the newest are. */
    private static final int MOST_MATCHED = 500;
    /** More are not kept; the oldest go. */
    static final int MOST_KEPT = 20_000;

    private static final int MOST_DELETED = 1_000;
    private static final Duration WATCH_GAP = Duration.ofMinutes(5);

    /** The session only reads by default. The lock is waited for before the first row is read, and each statement sees what is committed. */
    private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED READ WRITE";

    private static final String LOCK = "SELECT pg_advisory_xact_lock(1414088013, 2)";
    private static final String KNOWN = """
            SELECT id, kind, onset, last_seen, absent_since, ended_at, answered_at, cause_kind, cause_culprit, explained_percent,
                   affected, services
            FROM incident
            WHERE ended_at IS NULL OR ended_at >= ?
            ORDER BY ended_at DESC NULLS FIRST, id DESC
            LIMIT ?
            """;
    private static final String ADD = """
            INSERT INTO incident (onset, last_seen, absent_since, ended_at, affected, services, service, method, route, kind, text,
                                  cause_kind, cause_culprit, explained_percent, answered_at, answer, detected_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
            """;
    private static final String ANSWER = """
            UPDATE incident
            SET onset = ?, last_seen = ?, absent_since = ?, ended_at = ?, affected = ?, services = ?, service = ?, method = ?, route = ?,
                kind = ?, text = ?, cause_kind = ?, cause_culprit = ?, explained_percent = ?, answered_at = ?, answer = ?::jsonb
            WHERE id = ?
            """;
    private static final String TIMES = """
            UPDATE incident
            SET onset = ?, last_seen = ?, absent_since = ?, ended_at = ?, affected = ?, services = ?
            WHERE id = ?
            """;
    private static final String DELETE = "DELETE FROM incident WHERE id = ANY (?)";
    private static final String WATCH = """
            INSERT INTO incident_watch AS w (since, judged_until) VALUES (?, ?)
            ON CONFLICT (only_row) DO UPDATE
            SET since = CASE WHEN w.judged_until < excluded.judged_until - make_interval(secs => ?) THEN excluded.since ELSE w.since END,
                judged_until = greatest(w.judged_until, excluded.judged_until)
            """;
    private static final String EXPIRE = """
            DELETE FROM incident WHERE id IN (
                (SELECT id FROM incident
                 WHERE ended_at < ?::timestamptz - (SELECT retention FROM partitioning WHERE parent = 'rollup_1h') LIMIT ?)
                UNION ALL
                (SELECT id FROM incident ORDER BY onset DESC, id DESC OFFSET ? LIMIT ?))
            """;

    private final DedicatedConnection connection;
    private final DiagnosisJson json;

    RecordQueries(@Named(Databases.STORE) DedicatedConnections connections, DiagnosisJson json) {
        this.connection = connections.create("tidemark-incidents", Duration.ofSeconds(5), Map.of());
        this.json = json;
    }

    /**
     * Changes the incidents that go on or ended since {@code oldest}.
     *
     * @param judgedUntil the end of the answer that is recorded
     * @param changes what becomes of them
     */
    void record(Instant oldest, Instant judgedUntil, Instant now, Function<List<Incident>, List<Change>> changes) {
        inTransaction(open -> {
            try (PreparedStatement lock = open.prepareStatement(LOCK)) {
                lock.execute();
            }
            try (PreparedStatement watch = open.prepareStatement(WATCH)) {
                watch.setObject(1, time(judgedUntil));
                watch.setObject(2, time(judgedUntil));
                watch.setDouble(3, WATCH_GAP.toSeconds());
                watch.execute();
            }
            for (Change change : changes.apply(known(open, oldest))) {
                write(open, change, judgedUntil, now);
            }
        });
    }

    /** Deletes what was kept long enough. */
    void expire(Instant now) {
        inTransaction(open -> {
            try (PreparedStatement delete = open.prepareStatement(EXPIRE)) {
                delete.setObject(1, time(now));
                delete.setInt(2, MOST_DELETED);
                delete.setInt(3, MOST_KEPT);
                delete.setInt(4, MOST_DELETED);
                delete.execute();
            }
        });
    }

    @FunctionalInterface
    private interface Work {
        void run(Connection open) throws SQLException;
    }

    private void inTransaction(Work work) {
        connection.ask(open -> {
            open.setAutoCommit(false);
            try {
                try (PreparedStatement begin = open.prepareStatement(BEGIN)) {
                    begin.execute();
                }
                work.run(open);
                open.commit();
            } catch (SQLException | RuntimeException e) {
                if (!open.isClosed()) {
                    open.rollback();
                }
                throw e;
            } finally {
                if (!open.isClosed()) {
                    open.setAutoCommit(true);
                }
            }
            return true;
        });
    }

    private static List<Incident> known(Connection open, Instant oldest) throws SQLException {
        try (PreparedStatement select = open.prepareStatement(KNOWN)) {
            select.setObject(1, time(oldest));
            select.setInt(2, MOST_MATCHED);
            List<Incident> known = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String cause = row.getString(8);
                    known.add(new Incident(
                            row.getLong(1),
                            row.getString(2),
                            instant(row, 3),
                            instant(row, 4),
                            instantOrNull(row, 5),
                            instantOrNull(row, 6),
                            instant(row, 7),
                            cause == null ? null : new CauseKey(cause, row.getString(9)),
                            row.getDouble(10),
                            new LinkedHashSet<>(
                                    Arrays.asList((String[]) row.getArray(11).getArray())),
                            new LinkedHashSet<>(
                                    Arrays.asList((String[]) row.getArray(12).getArray()))));
                }
            }
            return known;
        }
    }

    private void write(Connection open, Change change, Instant judgedUntil, Instant now) throws SQLException {
        Incident before = change.before();
        Finding kept = change.kept();
        try (PreparedStatement write = open.prepareStatement(before == null ? ADD : kept == null ? TIMES : ANSWER)) {
            write.setObject(1, time(change.onset()));
            write.setObject(2, time(change.lastSeen()));
            write.setObject(3, timeOrNull(change.absentSince()));
            write.setObject(4, timeOrNull(change.endedAt()));
            write.setArray(5, open.createArrayOf("text", change.affected().toArray()));
            write.setArray(6, open.createArrayOf("text", change.services().toArray()));
            int next = kept == null ? 7 : answer(write, kept, judgedUntil);
            if (before == null) {
                write.setObject(next, time(now));
            } else {
                write.setLong(next, before.id());
            }
            write.execute();
        }
        if (!change.merged().isEmpty()) {
            try (PreparedStatement delete = open.prepareStatement(DELETE)) {
                delete.setArray(
                        1,
                        open.createArrayOf(
                                "int8",
                                change.merged().stream().map(Incident::id).toArray()));
                delete.execute();
            }
        }
    }

    private int answer(PreparedStatement write, Finding kept, Instant judgedUntil) throws SQLException {
        var diagnosis = kept.diagnosis();
        CauseKey cause = kept.cause();
        write.setString(7, diagnosis.service());
        write.setString(8, diagnosis.method());
        write.setString(9, diagnosis.route());
        write.setString(10, diagnosis.kind());
        write.setString(11, Finding.cut(diagnosis.text()));
        write.setString(12, cause == null ? null : cause.kind());
        write.setString(13, cause == null ? null : cause.culprit());
        write.setObject(14, diagnosis.explainedPercent(), Types.DOUBLE);
        write.setObject(15, time(judgedUntil));
        write.setString(16, json.write(diagnosis));
        return 17;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
        return instant == null ? null : time(instant);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @PreDestroy
    void close() {
        connection.close();
    }
}
