package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.PlanLooks.Look;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.inject.Named;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the collector's samples of statements and plans. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
abstract class StatementQueries implements GenericRepository<StatementQueries.Row, Integer> {
    private static final String SERIES = """
            WITH metrics AS (
                SELECT m.id, m.metric_name AS name, m.instance_id, m.metadata
                FROM metric m
                JOIN service s ON s.id = m.service_id
                WHERE s.name = 'tidemark-collector' AND m.metric_type = 'postgres'
                  AND m.metric_name IN ('statement_blocks_per_call', 'statement_rows_per_second', 'statement_calls_per_second', 'plan_cost')
                  AND m.last_seen >= (?::timestamptz AT TIME ZONE 'UTC')::date - 1
            )
            """;

    /** The first reading after the onset may begin before it, so the upper quartile counts. */
    private static final String READINGS = SERIES + """
            SELECT named.metadata->>'statement', before.blocks, after.blocks, before.rows, after.rows
            FROM metrics named
            LEFT JOIN metrics returned ON returned.name = 'statement_rows_per_second'
              AND returned.metadata->>'queryid' = named.metadata->>'queryid' AND returned.instance_id IS NOT DISTINCT FROM named.instance_id
            LEFT JOIN metrics calls ON calls.name = 'statement_calls_per_second'
              AND calls.metadata = returned.metadata AND calls.instance_id IS NOT DISTINCT FROM named.instance_id
            CROSS JOIN LATERAL (
                SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY b.value) AS blocks,
                       percentile_cont(0.5) WITHIN GROUP (ORDER BY r.value / nullif(c.value, 0)) AS rows
                FROM sample b
                LEFT JOIN sample r ON r.metric_id = returned.id AND r.ts = b.ts
                LEFT JOIN sample c ON c.metric_id = calls.id AND c.ts = b.ts
                WHERE b.metric_id = named.id AND b.ts >= ? AND b.ts < ?) AS before
            CROSS JOIN LATERAL (
                SELECT percentile_cont(0.75) WITHIN GROUP (ORDER BY b.value) AS blocks,
                       percentile_cont(0.75) WITHIN GROUP (ORDER BY r.value / nullif(c.value, 0)) AS rows
                FROM sample b
                LEFT JOIN sample r ON r.metric_id = returned.id AND r.ts = b.ts
                LEFT JOIN sample c ON c.metric_id = calls.id AND c.ts = b.ts
                WHERE b.metric_id = named.id AND b.ts >= ? AND b.ts < ?) AS after
            WHERE named.name = 'statement_blocks_per_call' AND named.metadata->>'statement' = ANY (?)
            LIMIT 100
            """;

    private static final String LOOKS = SERIES + """
            SELECT metadata->>'statement', metadata->>'queryid', ts, metadata->>'plan'
            FROM metrics
            JOIN sample ON metric_id = id AND ts >= ? AND ts < ?
            WHERE name = 'plan_cost' AND metadata->>'statement' = ANY (?) AND metadata->>'plan' IS NOT NULL
              AND metadata->>'queryid' IS NOT NULL
            ORDER BY ts
            LIMIT 2000
            """;

    /** The newest document of a plan, of which each part is a label. */
    private static final String DOCUMENT = """
            WITH part AS (
                SELECT (m.metadata->>'document')::bigint AS document, (m.metadata->>'part')::integer AS part, m.metadata->>'text' AS text
                FROM metric m
                JOIN service s ON s.id = m.service_id
                WHERE s.name = 'tidemark-collector' AND m.metric_type = 'postgres' AND m.metric_name = 'plan_parts'
                  AND m.metadata->>'queryid' = ? AND m.metadata->>'plan' = ?
                  AND m.metadata->>'document' ~ '^[0-9]{1,15}$' AND m.metadata->>'part' ~ '^[0-9]{1,3}$'
            )
            SELECT text FROM part WHERE document = (SELECT max(document) FROM part) ORDER BY part LIMIT 100
            """;

    private static final Duration LONGEST = Duration.ofHours(1);

    private final JdbcOperations operations;

    StatementQueries(@Named(Databases.STORE) JdbcOperations operations) {
        this.operations = operations;
    }

    /** What a repository needs to be one. */
    @MappedEntity
    record Row(int id) {}

    /**
     * What calls of a statement read before and after an onset.
     *
     * @param statement the name of its text
     */
    record Reading(
            String statement,
            @Nullable Double blocksBefore,
            @Nullable Double blocksAfter,
            @Nullable Double rowsBefore,
            @Nullable Double rowsAfter) {}

    /** The readings of statements with these names, after the onset those of the last hour. */
    List<Reading> readings(Collection<String> statements, Instant from, Instant onset, Instant to) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(READINGS)) {
                int i = 1;
                Instant since = to.minus(LONGEST).isAfter(onset) ? to.minus(LONGEST) : onset;
                for (Instant at : List.of(from, from, onset, since, to)) {
                    select.setObject(i++, DiagnosisQueries.time(at));
                }
                select.setArray(i, connection.createArrayOf("text", statements.toArray()));
                List<Reading> readings = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        readings.add(new Reading(
                                row.getString(1), number(row, 2), number(row, 3), number(row, 4), number(row, 5)));
                    }
                }
                return readings;
            }
        });
    }

    private static @Nullable Double number(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() || !Double.isFinite(value) ? null : (Double) value;
    }

    /** The looks at the plans of statements with these names, oldest first. */
    List<Look> looks(Collection<String> statements, Instant from, Instant to) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LOOKS)) {
                select.setObject(1, DiagnosisQueries.time(from));
                select.setObject(2, DiagnosisQueries.time(from));
                select.setObject(3, DiagnosisQueries.time(to));
                select.setArray(4, connection.createArrayOf("text", statements.toArray()));
                List<Look> looks = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        looks.add(new Look(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getString(4)));
                    }
                }
                return looks;
            }
        });
    }

    /** The document of a plan; empty if it is not stored. */
    String document(String queryid, String plan) {
        return operations.execute(connection -> {
            try (PreparedStatement select = connection.prepareStatement(DOCUMENT)) {
                select.setString(1, queryid);
                select.setString(2, plan);
                StringBuilder text = new StringBuilder();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        text.append(row.getString(1));
                    }
                }
                return text.toString();
            }
        });
    }
}
