package dev.tidemark.processor.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.processor.LogEnds;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.StoredCalls;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.parts.PartTotals;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads what is stored in PostgreSQL and published as dead letters. */
final class ContentsReader {
    /** Outer joins: a row whose labels are missing, or belong to different services, is still a row. */
    private static final String ROWS = """
            SELECT coalesce(r.span_id, 0), (extract(epoch FROM r.ts) * 1000000)::bigint,
                   coalesce(s.name, ''), coalesce(e.method, ''), coalesce(e.route, ''), i.name, coalesce(l.status, 0),
                   r.duration_us, l.error_type, r.request_bytes, r.response_bytes, r.trace_id, coalesce(r.stream, false),
                   r.application_us, r.db_us, r.db_calls, r.pool_wait_us, r.redis_us, r.redis_calls, r.http_us, r.http_calls
            FROM request r
            LEFT JOIN label_set l ON l.id = r.label_set_id
            LEFT JOIN endpoint e ON e.id = l.endpoint_id
            LEFT JOIN service s ON s.id = e.service_id
            LEFT JOIN instance i ON i.id = l.instance_id AND i.service_id = e.service_id
            """;

    private static final String WINDOWS = """
            SELECT s.name, e.method, e.route, (extract(epoch FROM r.window_start) * 1000000)::bigint, r.sketch,
                   r.count, r.errors, r.status_1xx, r.status_2xx, r.status_3xx, r.status_4xx, r.status_5xx,
                   r.sum_us, r.min_us, r.max_us, r.request_bytes, r.response_bytes,
                   (SELECT string_agg(key || '=' || value, E'\\n') FROM jsonb_each_text(r.errors_by_type)),
                   coalesce(r.streams, 0), r.parts, r.measured, r.measured_us, r.db_us, r.db_calls, r.pool_wait_us, r.redis_us,
                   r.redis_calls, r.http_us, r.http_calls
            FROM rollup_%s r
            JOIN endpoint e ON e.id = r.endpoint_id
            JOIN service s ON s.id = e.service_id
            """;
    private static final String LOST = "SELECT coalesce(sum(records), 0)::bigint FROM sink_loss WHERE topic = '%s'"
            .formatted(Topics.REQUESTS.name());
    /** Sums over processes. */
    private static final String COUNTER = """
            SELECT coalesce(sum(last), 0)::bigint
            FROM (SELECT max(value) AS last FROM sample JOIN metric m ON m.id = metric_id
                  WHERE m.metric_name = 'tidemark_processor_%s' GROUP BY metric_id) AS processes
            """;

    private ContentsReader() {}

    static Contents read(String bootstrapServers, Database database) {
        Map<Long, List<RawRow>> rows = new HashMap<>();
        Map<Object, Object> pool = new HashMap<>();
        query(database, ROWS, row -> rows.merge(row.getLong(1), List.of(rawRow(row, pool)), ContentsReader::together));
        Map<RollupKey, Window> windows = new HashMap<>();
        for (Tier tier : Tier.values()) {
            query(
                    database,
                    WINDOWS.formatted(tier.label()),
                    row -> windows.put(
                            new RollupKey(
                                    new Series(row.getString(1), row.getString(2), row.getString(3)),
                                    tier,
                                    row.getLong(4)),
                            window(row)));
        }
        Map<PartitionOffset, List<String>> deadLetters = new HashMap<>();
        List<String> strange = new ArrayList<>();
        readDeadLetters(bootstrapServers, deadLetters, strange);
        Map<PartitionOffset, List<String>> lines = new HashMap<>();
        query(
                database,
                "SELECT record_partition, record_offset, message FROM log",
                row -> lines.computeIfAbsent(
                                new PartitionOffset(row.getInt(1), row.getLong(2)), unseen -> new ArrayList<>())
                        .add(row.getString(3)));
        return new Contents(
                rows, windows, deadLetters, strange, lines, StoredCalls.in(database), database.number(LOST));
    }

    /** The sum of the processors' counters on the samples topic. */
    static long counter(Database database, String name) {
        return database.number(COUNTER.formatted(name));
    }

    /** @param pool shared values of rows, of which there may be a million */
    private static RawRow rawRow(ResultSet row, Map<Object, Object> pool) throws SQLException {
        return new RawRow(
                row.getLong(2),
                shared(pool, new Series(row.getString(3), row.getString(4), row.getString(5))),
                shared(pool, row.getString(6)),
                row.getInt(7),
                row.getFloat(8),
                shared(pool, row.getString(9)),
                shared(pool, row.getObject(10, Long.class)),
                shared(pool, row.getObject(11, Long.class)),
                row.getObject(12, UUID.class),
                row.getBoolean(13),
                row.getObject(14, Long.class),
                parts(row));
    }

    /** Null if all columns are: a part without the application's own time is wrong. */
    private static @Nullable RequestParts parts(ResultSet row) throws SQLException {
        boolean any = false;
        for (int column = 14; column <= 21; column++) {
            any |= row.getObject(column) != null;
        }
        return any
                ? new RequestParts(
                        row.getLong(15),
                        row.getLong(16),
                        row.getLong(17),
                        row.getLong(18),
                        row.getLong(19),
                        row.getLong(20),
                        row.getLong(21))
                : null;
    }

    @SuppressWarnings("unchecked") // The pooled value equals the key.
    private static <T extends @Nullable Object> T shared(Map<Object, Object> pool, T value) {
        return value == null ? value : (T) pool.computeIfAbsent(value, unseen -> unseen);
    }

    private static List<RawRow> together(List<RawRow> some, List<RawRow> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static Window window(ResultSet row) throws SQLException {
        List<Long> statusClasses = new ArrayList<>();
        for (int column = 8; column <= 12; column++) {
            statusClasses.add(row.getLong(column));
        }
        return new Window(
                new Window.Values(
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(19),
                        statusClasses,
                        row.getLong(13),
                        row.getLong(14),
                        row.getLong(15),
                        row.getLong(16),
                        row.getLong(17),
                        counts(row.getString(18)),
                        numbers(row, 21),
                        partsByOctave(row.getBytes(20))),
                row.getBytes(5));
    }

    /** The nine sums of the parts; empty if all are null. */
    private static List<Long> numbers(ResultSet row, int from) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        boolean any = false;
        for (int column = from; column < from + 9; column++) {
            any |= row.getObject(column) != null;
            numbers.add(row.getLong(column));
        }
        return any ? numbers : List.of();
    }

    private static Map<Integer, List<Long>> partsByOctave(byte @Nullable [] form) {
        Map<Integer, List<Long>> octaves = new TreeMap<>();
        if (form != null) {
            PartSums sums = PartSums.fromBytes(form);
            for (int octave = 0; octave < PartSums.OCTAVES; octave++) {
                PartTotals of = sums.ofOctave(octave);
                if (of.measured() > 0) {
                    octaves.put(
                            octave,
                            List.of(
                                    of.measured(),
                                    of.durationMicros(),
                                    of.dbMicros(),
                                    of.dbCalls(),
                                    of.poolWaitMicros(),
                                    of.redisMicros(),
                                    of.redisCalls(),
                                    of.httpMicros(),
                                    of.httpCalls()));
                }
            }
        }
        return octaves;
    }

    private static Map<String, Long> counts(@Nullable String lines) {
        Map<String, Long> counts = new TreeMap<>();
        if (lines != null) {
            lines.lines().forEach(line -> {
                int end = line.lastIndexOf('=');
                counts.put(line.substring(0, end), Long.valueOf(line.substring(end + 1)));
            });
        }
        return counts;
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private static void query(Database database, String sql, Row taker) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    taker.take(rows);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void readDeadLetters(
            String bootstrapServers, Map<PartitionOffset, List<String>> deadLetters, List<String> strange) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(DeadLetter.TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = LogEnds.of(bootstrapServers, List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> deadLetter : consumer.poll(Duration.ofSeconds(1))) {
                    take(deadLetter, deadLetters, strange);
                }
            }
        }
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> deadLetter,
            Map<PartitionOffset, List<String>> deadLetters,
            List<String> strange) {
        String topic = header(deadLetter, DeadLetter.SOURCE_TOPIC);
        int partition = Integer.parseInt(header(deadLetter, DeadLetter.SOURCE_PARTITION));
        long offset = Long.parseLong(header(deadLetter, DeadLetter.SOURCE_OFFSET));
        String reason = header(deadLetter, DeadLetter.REASON);
        PartitionOffset position = new PartitionOffset(partition, offset);
        if (topic.equals(Topics.REQUESTS.name())) {
            deadLetters.computeIfAbsent(position, unseen -> new ArrayList<>()).add(reason);
        } else {
            strange.add(topic + " " + position + ": " + reason + ", " + header(deadLetter, DeadLetter.DETAIL));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
