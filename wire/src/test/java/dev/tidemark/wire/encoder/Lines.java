package dev.tidemark.wire.encoder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every encoder is made to log, and what must be read. */
final class Lines {
    static final String LOGGER = "shop.cart.Cart";
    static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    static final String SPAN = "00f067aa0ba902b7";

    /** Entries whose names are also those of fields, and the ids in upper case. */
    static final Map<String, String> MDC = Map.of(
            "user", "u-17",
            "ts", "1763718034",
            "level", "gold",
            "message", "from the MDC",
            "service", "customer",
            "thread", "mine",
            "logger", "theirs",
            "traceId", TRACE.toUpperCase(java.util.Locale.ROOT),
            "spanId", SPAN.toUpperCase(java.util.Locale.ROOT));

    private Lines() {}

    static IllegalStateException failure() {
        return new IllegalStateException("no stock", new IllegalArgumentException("count -1"));
    }

    /** Reads a line as it arrives from the broker now. */
    static LogEvent read(byte[] line) {
        List<LogEvent> events = new ArrayList<>();
        try {
            Codecs.LOG_JSON.decode(line, Instant.now().toEpochMilli(), events::add);
        } catch (MalformedEventException e) {
            throw new AssertionError(new String(line, UTF_8), e);
        }
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    /** The line of an error with {@link #failure()}, logged with {@link #MDC} just now. */
    static void assertError(String line, LogEvent event) {
        assertThat(event.level()).as(line).isEqualTo(LogLevel.ERROR);
        assertThat(event.message()).as(line).isEqualTo("order 4711 failed");
        assertThat(event.logger()).as(line).isEqualTo(LOGGER);
        assertThat(event.thread()).as(line).isEqualTo(Thread.currentThread().getName());
        assertThat(event.traceId()).as(line).isEqualTo(TRACE);
        assertThat(event.spanId()).as(line).isEqualTo(SPAN);
        assertThat(event.stackTrace())
                .as(line)
                .contains("java.lang.IllegalStateException: no stock")
                .contains("\tat " + Lines.class.getName() + ".failure(");
        assertTime(line, event);
        assertThat(event.fields().values()).as(line).contains("u-17");
    }

    static void assertCause(String line, LogEvent event) {
        assertThat(event.stackTrace()).as(line).contains("java.lang.IllegalArgumentException: count -1");
    }

    /** The time is the line's own. */
    static void assertTime(String line, LogEvent event) {
        assertThat(event.fields()).as(line).doesNotContainKey("tidemark.time");
        assertThat(Timestamps.toInstant(event.timestampMicros()))
                .as(line)
                .isBetween(
                        Instant.now().minus(Duration.ofSeconds(60)),
                        Instant.now().plusSeconds(1));
    }
}
