package dev.tidemark.query.logs;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads stored log lines. PostgreSQL cuts their texts and bounds their number by weight, so that what arrives here is bounded. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface LogQueries {
    String WANTED = """
                  AND (:before::timestamptz IS NULL
                       OR (l.ts, l.record_partition, l.record_offset)
                          < (:before::timestamptz, :beforePartition::int, :beforeOffset::bigint))
                  AND l.severity BETWEEN :lowest AND :highest
                  AND (:service::text IS NULL OR l.service_id = (SELECT id FROM service WHERE name = :service))
                  AND (:traceId::uuid IS NULL OR l.trace_id = :traceId::uuid)
                  AND (:search::text IS NULL
                       OR l.message ILIKE :search OR l.logger ILIKE :search
                       OR l.error_type ILIKE :search OR l.stack_trace ILIKE :search)
                ORDER BY l.ts DESC, l.record_partition DESC, l.record_offset DESC
                LIMIT :lines
            """;

    /**
     * Lines logged in the span, and lines that were logged before it and arrived in it. Both are bounded by the time at which they
     * were logged, so that a page reads and sorts few of the lines that are still to come.
     */
    String NEWEST = """
            WITH timely AS (
                SELECT *
                FROM log l
                WHERE l.ts >= :from AND l.ts < :to
            """ + WANTED + """
            ), late AS (
                SELECT *
                FROM log l
                WHERE l.received >= :lateFrom AND l.received < :lateTo
                  AND l.ts >= :lateOldest AND l.ts < :lateNewest
            """ + WANTED + """
            ), found AS (
                SELECT * FROM timely
                UNION ALL
                SELECT * FROM late
                ORDER BY ts DESC, record_partition DESC, record_offset DESC
                LIMIT :lines
            )
            """;

    String LINE = """
            WITH found AS (
                SELECT *
                FROM log l
                WHERE l.ts = :ts AND l.record_partition = :partition AND l.record_offset = :offset
                LIMIT 1
            )
            """;

    /**
     * Texts stay where they are stored until the rows of the answer are known; their lengths are known without reading them. Only a
     * text of more bytes than the allowed characters is counted character by character, which takes long.
     */
    String CUT = """
            , weighed AS (
                SELECT f.*,
                       count(*) OVER () AS found,
                       row_number() OVER newest AS number,
                       sum(300 + least(octet_length(f.message), :maxMessage)
                               + coalesce(least(octet_length(f.stack_trace), :maxStackTrace), 0)
                               + coalesce(least(octet_length(f.fields::text), :maxFields), 0)) OVER newest AS weight
                FROM found f
                WINDOW newest AS (ORDER BY f.ts DESC, f.record_partition DESC, f.record_offset DESC)
            )
            SELECT w.found, w.ts, w.record_partition, w.record_offset,
                   left(s.name, p.name) AS service,
                   left(i.name, p.name) AS instance,
                   coalesce(w.level_word, v.name) AS level,
                   left(w.logger, p.name) AS logger,
                   left(w.thread, p.name) AS thread,
                   CASE WHEN octet_length(w.message) <= p.message THEN w.message
                        ELSE left(w.message, p.message)
                   END AS message,
                   octet_length(w.message) AS message_bytes,
                   replace(w.trace_id::text, '-', '') AS trace_id,
                   lpad(to_hex(w.span_id), 16, '0') AS span_id,
                   left(w.error_type, p.name) AS error_type,
                   CASE WHEN octet_length(w.stack_trace) <= p.stack_trace THEN w.stack_trace
                        ELSE left(w.stack_trace, p.stack_trace)
                   END AS stack_trace,
                   CASE WHEN octet_length(w.fields::text) <= p.fields THEN w.fields::text
                        ELSE (SELECT jsonb_object_agg(left(e.key, p.field), left(e.value, p.field))::text
                              FROM (SELECT key, value FROM jsonb_each_text(w.fields) LIMIT p.field_count) e)
                   END AS fields_json,
                   greatest(length(s.name), length(i.name), length(w.logger), length(w.thread), length(w.error_type)) > p.name
                       OR (octet_length(w.message) > p.message
                           AND octet_length(w.message) > octet_length(left(w.message, p.message)))
                       OR coalesce(octet_length(w.stack_trace) > p.stack_trace
                                   AND octet_length(w.stack_trace) > octet_length(left(w.stack_trace, p.stack_trace)), false)
                       OR coalesce(octet_length(w.fields::text) > p.fields, false) AS cut
            FROM weighed w
            CROSS JOIN (VALUES (:maxMessage::int, :maxStackTrace::int, :maxFields::int, :maxName::int, :maxField::int,
                                :fieldCount::int))
                AS p (message, stack_trace, fields, name, field, field_count)
            JOIN service s ON s.id = w.service_id
            LEFT JOIN instance i ON i.id = w.instance_id
            LEFT JOIN log_level v ON v.severity = w.severity
            WHERE w.number = 1 OR w.weight <= :weight
            ORDER BY w.number
            """;

    /**
     * The newest lines of a span, at most {@code lines}.
     *
     * @param before with partition and offset the line behind which to continue; null begins with the newest
     * @param search a pattern of LIKE
     * @param weight the characters of the rows together, which are bytes as long as the text is ASCII; one row is always read
     * @param maxMessage as {@link TextLimits} explains it; no parameter may have the name of a column of another type, whose type
     *     it would be given
     */
    @Query(NEWEST + CUT)
    List<Row> newest(
            Instant from,
            Instant to,
            Instant lateFrom,
            Instant lateTo,
            Instant lateOldest,
            Instant lateNewest,
            @Nullable Instant before,
            @Nullable Integer beforePartition,
            @Nullable Long beforeOffset,
            int lowest,
            int highest,
            @Nullable String service,
            @Nullable String traceId,
            @Nullable String search,
            int lines,
            long weight,
            int maxMessage,
            int maxStackTrace,
            int maxFields,
            int maxName,
            int maxField,
            int fieldCount);

    /** The line at a position; no row if there is none. */
    @Query(LINE + CUT)
    List<Row> line(
            Instant ts,
            int partition,
            long offset,
            long weight,
            int maxMessage,
            int maxStackTrace,
            int maxFields,
            int maxName,
            int maxField,
            int fieldCount);

    /**
     * One stored line; what it does not say is null.
     *
     * @param found how many lines there were before the bound on their weight
     * @param messageBytes the length of the uncut message in UTF-8
     * @param cut whether a text was cut
     */
    @MappedEntity
    record Row(
            long found,
            Instant ts,
            int recordPartition,
            long recordOffset,
            String service,
            @Nullable String instance,
            @Nullable String level,
            @Nullable String logger,
            @Nullable String thread,
            String message,
            long messageBytes,
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String errorType,
            @Nullable String stackTrace,
            @Nullable String fieldsJson,
            boolean cut) {}
}
