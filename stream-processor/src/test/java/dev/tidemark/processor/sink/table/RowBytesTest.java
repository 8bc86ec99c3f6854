package dev.tidemark.processor.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowBytesTest {
    private static final RequestEvent REQUEST =
            new RequestEvent(0, "shop", null, "GET", "/", 200, 1, null, null, null, null, null);

    @Test
    void request_isSmall_whateverItsNames() {
        assertThat(RowBytes.of(new RequestRows().of(REQUEST))).isBetween(100, 250);
    }

    /** Seven bytes in a record are two texts and an entry. */
    @Test
    void shortFields_weighMoreThanTheirCharacters() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < 1_000; i++) {
            fields.put(Integer.toString(i), "");
        }

        assertThat(RowBytes.of(line("", fields)) - RowBytes.of(line("", Map.of())))
                .isBetween(100_000, 200_000);
        assertThat(RowBytes.of(sample(fields)) - RowBytes.of(sample(Map.of()))).isBetween(100_000, 200_000);
    }

    @Test
    void message_weighsTwoBytesACharacter() {
        assertThat(RowBytes.of(line("x".repeat(10_000), Map.of())) - RowBytes.of(line("", Map.of())))
                .isEqualTo(20_000);
    }

    @Test
    void calls_weighTheirTextsAndTheirSketch() {
        LatencySketch wide = new LatencySketch();
        for (int i = 0; i < 100; i++) {
            wide.add(1L << i % 40);
        }

        assertThat(RowBytes.of(call("x".repeat(10_000), wide)) - RowBytes.of(call("", new LatencySketch())))
                .isEqualTo(20_000 + wide.heapBytes() - new LatencySketch().heapBytes());
        assertThat(RowBytes.of(call("", new LatencySketch()))).isBetween(300, 500);
    }

    private static CallSummary call(String operation, LatencySketch sketch) {
        return new CallSummary(
                0, "shop", null, "GET", "/", CallKind.DB, "shop", operation, 1, 0, 1, 1, null, null, null, sketch);
    }

    private static LogEvent line(String message, Map<String, String> fields) {
        return new LogEvent(0, "shop", null, LogLevel.UNKNOWN, null, null, message, null, null, null, null, fields);
    }

    private static SampleEvent sample(Map<String, String> metadata) {
        return new SampleEvent(0, "shop", null, MetricType.BUSINESS, "orders", 1, metadata);
    }
}
