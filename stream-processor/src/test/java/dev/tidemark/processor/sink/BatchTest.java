package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.postgres.PostgresSettings;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final SinkSettings SETTINGS =
            SinkFixture.settings(Map.of(), PostgresSettings.of("jdbc:postgresql:none", "", ""), "none", "");

    private final Batch<String> batch =
            new Batch<>((record, visitor) -> visitor.accepted("row"), Duration.ofMillis(500), SETTINGS);

    @Test
    void shrunk_isFullAtTheSearchLimit_untilABatchWithoutBadRowsIsWritten() {
        assertThat(rowsUntilFull()).isEqualTo(20_000);
        batch.shrink();
        batch.clear();
        assertThat(rowsUntilFull()).isEqualTo(1_000);
        batch.succeeded(false);
        assertThat(rowsUntilFull()).isEqualTo(1_000);
        batch.succeeded(true);

        assertThat(batch.isShrunk()).isFalse();
        assertThat(rowsUntilFull()).isEqualTo(20_000);
    }

    /** Such a transaction precedes the first records after a claim, if Kafka is slow. */
    @Test
    void shrunk_staysShrunk_afterATransactionWithoutRecords() {
        batch.shrink();
        batch.clear();
        batch.succeeded(true);

        assertThat(batch.isShrunk()).isTrue();
        assertThat(rowsUntilFull()).isEqualTo(1_000);
    }

    @Test
    void headers_countTowardsTheBytes() {
        int records = 0;
        while (!batch.isFull()) {
            ConsumerRecord<byte[], byte[]> record =
                    new ConsumerRecord<>("topic", 0, records++, new byte[0], new byte[0]);
            for (int header = 0; header < 1_000; header++) {
                record.headers().add("h", null);
            }
            batch.add(record, 0);
        }

        assertThat((long) records).isEqualTo(SETTINGS.batchBytes() / (1_000 * 201 + 200) + 1);
    }

    /** A record of a hundred bytes becomes a sketch of 11 KB. */
    @Test
    void rows_countTowardsTheMemory() {
        LatencySketch sketch = new LatencySketch();
        // More durations than a sketch keeps as a list.
        for (int i = 0; i < 200; i++) {
            sketch.add(i % 2 == 0 ? 1 : RequestEvent.MAX_DURATION_MICROS);
        }
        Rollup wide = new Rollup(
                new RollupKey(new Series("shop", "GET", "/"), Tier.TEN_SECONDS, 0),
                200,
                0,
                List.of(0L, 200L, 0L, 0L, 0L),
                Map.of(),
                100 * (RequestEvent.MAX_DURATION_MICROS + 1),
                1,
                RequestEvent.MAX_DURATION_MICROS,
                0,
                0,
                sketch);
        Batch<Rollup> rollups =
                new Batch<>((record, visitor) -> visitor.accepted(wide), Duration.ofMillis(500), SETTINGS);

        assertThat(rowsUntilFull(rollups)).isBetween(1_300, 1_600);
        rollups.clear();
        assertThat(rowsUntilFull(rollups)).isBetween(1_300, 1_600);
    }

    private int rowsUntilFull() {
        return rowsUntilFull(batch);
    }

    private static int rowsUntilFull(Batch<?> batch) {
        int rows = 0;
        while (!batch.isFull()) {
            batch.add(new ConsumerRecord<>("topic", 0, rows++, new byte[0], new byte[0]), 0);
        }
        return rows;
    }
}
