package dev.tidemark.processor.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.processor.LogEnds;
import dev.tidemark.processor.faults.Contents.Window;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what is stored in PostgreSQL and published as dead letters. */
final class ContentsReader {
    private static final String ROWS = "SELECT coalesce(span_id, 0), count(*) FROM request GROUP BY 1";
    private static final String WINDOWS = """
            SELECT s.name, e.method, e.route, (extract(epoch FROM r.window_start) * 1000000)::bigint, r.count, r.sketch
            FROM rollup_%s r
            JOIN endpoint e ON e.id = r.endpoint_id
            JOIN service s ON s.id = e.service_id
            """;
    /** Each process counts for itself. */
    private static final String COUNTER = """
            SELECT coalesce(sum(last), 0)::bigint
            FROM (SELECT max(value) AS last FROM sample JOIN metric m ON m.id = metric_id
                  WHERE m.metric_name = 'tidemark_processor_%s' GROUP BY metric_id) AS processes
            """;

    private ContentsReader() {}

    static Contents read(String bootstrapServers, Database database) {
        Map<Long, Integer> rows = new HashMap<>();
        query(database, ROWS, row -> rows.put(row.getLong(1), row.getInt(2)));
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
                            new Window(row.getLong(5), row.getBytes(6))));
        }
        Map<Place, List<String>> letters = new HashMap<>();
        List<String> strange = new ArrayList<>();
        readLetters(bootstrapServers, letters, strange);
        return new Contents(rows, windows, letters, strange, counter(database, "sink_requests_lost_records_total"));
    }

    /** What the processors say on the samples topic, all of them together. */
    static long counter(Database database, String name) {
        return database.number(COUNTER.formatted(name));
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

    private static void readLetters(String bootstrapServers, Map<Place, List<String>> letters, List<String> strange) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(DeadLetter.TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = LogEnds.of(bootstrapServers, List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofSeconds(1))) {
                    take(letter, letters, strange);
                }
            }
        }
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> letter, Map<Place, List<String>> letters, List<String> strange) {
        String topic = header(letter, DeadLetter.SOURCE_TOPIC);
        int partition = Integer.parseInt(header(letter, DeadLetter.SOURCE_PARTITION));
        long offset = Long.parseLong(header(letter, DeadLetter.SOURCE_OFFSET));
        String reason = header(letter, DeadLetter.REASON);
        Place place = new Place(partition, offset);
        if (topic.equals(Topics.REQUESTS.name())) {
            letters.computeIfAbsent(place, unseen -> new ArrayList<>()).add(reason);
        } else {
            strange.add(topic + " " + place + ": " + reason + ", " + header(letter, DeadLetter.DETAIL));
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
