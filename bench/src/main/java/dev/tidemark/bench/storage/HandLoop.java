package dev.tidemark.bench.storage;

import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.offset.Claim;
import dev.tidemark.processor.sink.offset.FencedException;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.offset.Progress;
import dev.tidemark.processor.sink.table.EventTable;
import dev.tidemark.processor.sink.table.Positioned;
import dev.tidemark.processor.sink.table.RequestRow;
import dev.tidemark.processor.sink.table.RequestRows;
import dev.tidemark.processor.sink.table.RequestTable;
import dev.tidemark.processor.sink.table.Rows;
import dev.tidemark.processor.topology.TopologySettings;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A hand-written loop that stores only raw rows: one thread polls, decodes, copies, and commits rows with offsets. It uses the sink's
 * decoder and row encoding, but has no topology, no rebalance, no retries and no dead letters.
 */
final class HandLoop implements AutoCloseable {
    private static final int BATCH_ROWS = 20_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Connection connection;
    private final RequestIntake intake = TopologySettings.DEFAULTS.intake();
    private final EventTable<RequestRow> table = new RequestTable(CardinalityLimits.defaults(), Clock.systemUTC());
    private final RequestRows made = new RequestRows();
    private final OffsetTable offsets = new OffsetTable();
    private final Map<Integer, Claim> claims = new HashMap<>();
    private final Rows<RequestRow> rows = new Rows<>();

    /** Starts at the end of the topic. */
    HandLoop(String bootstrapServers, Connection connection) throws SQLException {
        this.connection = connection;
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2_000);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 << 20);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, Topics.REQUESTS.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.REQUESTS.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        Map<Integer, Long> first = new HashMap<>();
        partitions.forEach(partition -> first.put(partition.partition(), consumer.position(partition)));
        for (Claim claim : offsets.claim(connection, Topics.REQUESTS.name(), "bench", first)) {
            claims.put(claim.partition(), claim);
        }
    }

    /** Stores the next {@code count} requests. */
    void store(long count) throws SQLException, FencedException {
        long stored = 0;
        while (stored < count) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                read(record);
            }
            if (rows.size() >= BATCH_ROWS || stored + rows.size() >= count) {
                commit();
                stored += rows.size();
                rows.clear();
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        intake.read(record.value(), null, record.timestamp(), new RequestIntake.Visitor() {
            @Override
            public void accepted(RequestEvent event) {
                rows.add(new Positioned<>(made.of(event), record));
            }

            @Override
            public void rejected(Rejection reason, String detail) {
                throw new IllegalStateException(detail);
            }
        });
    }

    private void commit() throws SQLException, FencedException {
        EventTable.Prepared<RequestRow> prepared = table.prepare(connection, rows);
        connection.setAutoCommit(false);
        prepared.copy().into(connection);
        List<Progress> progress = new ArrayList<>();
        for (Claim claim : claims.values()) {
            long next = consumer.position(new TopicPartition(Topics.REQUESTS.name(), claim.partition()));
            progress.add(new Progress(claim.partition(), claim.epoch(), next, null, null));
        }
        offsets.advance(connection, Topics.REQUESTS.name(), progress);
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void close() throws SQLException {
        consumer.close();
        connection.close();
    }
}
