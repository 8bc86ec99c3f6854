package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.table.LogTable;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CloseIT {
    private static final Clock CLOCK = Clock.systemUTC();

    @Test
    void close_writesReadRecords_andReleasesThePartitions() {
        try (SinkFixture fixture = new SinkFixture()) {
            AtomicInteger read = new AtomicInteger();
            EventReader<LogEvent> reader =
                    Readers.logs(Codecs.LOG_JSON, TimeBounds.ofRetention(CLOCK, Duration.ofDays(1)));
            Pipe<LogEvent> pipe = new Pipe<>(
                    "logs",
                    fixture.topic(Topics.LOGS.name()),
                    (record, visitor) -> {
                        reader.read(record, visitor);
                        read.incrementAndGet();
                    },
                    Duration.ofHours(1),
                    () -> new LogTable(CardinalityLimits.defaults(), CLOCK));
            SinkSettings unhurried =
                    fixture.settings("close", "tidemark.sink.batch.interval=1h\ntidemark.sink.heartbeat=1h");
            Sink sink = new Sink(unhurried, List.of(pipe), CLOCK, new OffsetTable(), WriteHook.NONE);
            sink.start();
            SinkFixture.await(() -> sink.counters().get(SinkCounter.BATCHES, "logs") == 1);
            for (int i = 0; i < 10; i++) {
                String line = "{\"ts\":\"%s\",\"message\":\"%d\"}".formatted(Instant.now(), i);
                fixture.broker.send(pipe.topic(), 0, line.getBytes(UTF_8));
            }
            SinkFixture.await(() -> read.get() == 10);
            assertThat(fixture.database.number("SELECT count(*) FROM log")).isZero();

            sink.close();

            assertThat(fixture.database.number("SELECT count(*) FROM log")).isEqualTo(10);
            assertThat(fixture.database.number("SELECT count(*) FROM sink_offset WHERE owner_pid IS NOT NULL"))
                    .isZero();
            assertThat(sink.isAlive()).isFalse();
            assertThat(sink.samples())
                    .filteredOn(sample -> sample.descriptor().name().equals("sink_threads_alive"))
                    .extracting(Sample::labels, Sample::value)
                    .containsExactly(tuple(List.of("logs"), 0.0));
        }
    }
}
