package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.RecordedTimes.RecordedTime;
import dev.tidemark.query.incident.IncidentRow.LeadingCause;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads incidents. */
@Singleton
final class IncidentQueries {
    private static final String COLUMNS = """
            SELECT id, service, method, route, kind, onset, detected_at, last_seen, ended_at, text, cause_kind, cause_culprit,
                   explained_percent, affected, (answer #>> '{causes,0,share_percent}')::double precision, answer #>> '{causes,0,action}'
            """;
    private static final String LIST = COLUMNS + """
            FROM incident
            WHERE tstzrange(onset, ended_at, '[]') && tstzrange(?, ?, '[)')
              AND (?::text IS NULL OR ?::text = ANY (services))
              AND (?::timestamptz IS NULL OR (onset, id) < (?::timestamptz, ?))
            ORDER BY onset DESC, id DESC
            LIMIT ?
            """;
    /** What goes on comes first, so that it is not what is left out. */
    private static final String TIMES = """
            SELECT name, onset, ended_at, name = affected[1]
            FROM (SELECT id, affected, onset, ended_at
                  FROM incident
                  WHERE kind = coalesce(?, kind) AND onset >= ? AND onset < ? AND (ended_at IS NULL OR ended_at > ?)
                  ORDER BY ended_at IS NULL DESC, onset DESC
                  LIMIT 200) AS newest
            CROSS JOIN unnest(affected) AS name
            ORDER BY onset, id
            """;

    private static final String ONE = COLUMNS + ", answered_at, answer FROM incident WHERE id = ?";
    private static final String WATCH = "SELECT since, judged_until FROM incident_watch";

    private final JdbcOperations operations;

    IncidentQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /** Since when incidents are recorded. */
    record Watch(Instant since, Instant judgedUntil) {}

    /** An incident with its diagnosis as JSON. */
    record Stored(IncidentRow row, Instant answeredAt, String answer) {}

    /** The newest {@code most} incidents that touch the span, behind {@code before}. */
    List<IncidentRow> list(
            Instant from, Instant to, @Nullable String service, @Nullable IncidentCursor before, int most) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LIST)) {
                OffsetDateTime behind = before == null ? null : before.onset().atOffset(ZoneOffset.UTC);
                select.setObject(1, from.atOffset(ZoneOffset.UTC));
                select.setObject(2, to.atOffset(ZoneOffset.UTC));
                select.setString(3, service);
                select.setString(4, service);
                select.setObject(5, behind);
                select.setObject(6, behind);
                select.setLong(7, before == null ? 0 : before.id());
                select.setInt(8, most);
                List<IncidentRow> rows = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        rows.add(row(row));
                    }
                }
                return rows;
            }
        });
    }

    /**
     * The times in which endpoints and services had an incident of this kind that began in the span, oldest first; of the newest 200 incidents.
     *
     * @param kind null for all
     * @param after only those that end later or go on
     */
    List<RecordedTime> times(@Nullable String kind, Instant from, Instant to, Instant after) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(TIMES)) {
                select.setString(1, kind);
                select.setObject(2, from.atOffset(ZoneOffset.UTC));
                select.setObject(3, to.atOffset(ZoneOffset.UTC));
                select.setObject(4, after.atOffset(ZoneOffset.UTC));
                List<RecordedTime> times = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        OffsetDateTime end = row.getObject(3, OffsetDateTime.class);
                        times.add(new RecordedTime(
                                row.getString(1),
                                instant(row, 2),
                                end == null ? null : end.toInstant(),
                                row.getBoolean(4)));
                    }
                }
                return times;
            }
        });
    }

    Optional<Stored> one(long id) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(ONE)) {
                select.setLong(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Stored(row(row), instant(row, 17), row.getString(18)))
                            : Optional.empty();
                }
            }
        });
    }

    Optional<Watch> watch() {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(WATCH);
                    ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(new Watch(instant(row, 1), instant(row, 2))) : Optional.empty();
            }
        });
    }

    private static IncidentRow row(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject(9, OffsetDateTime.class);
        String cause = row.getString(11);
        return new IncidentRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                instant(row, 6),
                instant(row, 7),
                instant(row, 8),
                ended == null ? null : ended.toInstant(),
                row.getString(10),
                cause == null
                        ? null
                        : new LeadingCause(
                                cause, row.getString(12), row.getObject(15, Double.class), row.getString(16)),
                row.getObject(13, Double.class),
                List.of((String[]) row.getArray(14).getArray()));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
