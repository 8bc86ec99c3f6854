package dev.tidemark.query.logs;

import dev.tidemark.consumer.TooLarge;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.LogTimes;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.LogEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes the records of the logs topic. Thread-safe. */
final class LogDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(LogDecoder.class);

    private static final long WARN_SECONDS = 600;

    private final Clock clock;
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong warned = new AtomicLong();
    private final Supplier<Optional<Duration>> retention;

    /** @param retention how long lines are stored; empty if unknown */
    LogDecoder(Supplier<Optional<Duration>> retention, Clock clock) {
        this.retention = retention;
        this.clock = clock;
    }

    /** Returns the lines of a record; for a malformed record, returns none and counts it. */
    List<LogLine> lines(ConsumerRecord<byte[], byte[]> message) {
        List<LogLine> lines = new ArrayList<>(1);
        TooLarge tooLarge = TooLarge.of(message);
        if (tooLarge != null) {
            malformed.addAndGet(tooLarge.records());
            warnOf(message, tooLarge);
            return lines;
        }
        byte[] value = message.value();
        if (value == null) {
            malformed.incrementAndGet();
            return lines;
        }
        try {
            Codecs.LOG_JSON.decode(
                    value,
                    message.timestamp(),
                    event -> lines.add(
                            LogLine.of(message.partition(), message.offset(), asStored(event, message.timestamp()))));
        } catch (MalformedEventException | RuntimeException e) {
            // A malformed record must not stop the records after it.
            malformed.incrementAndGet();
        }
        return lines;
    }

    /** The stored line has the time of its arrival if its own time is older than the lines that are kept. */
    private LogEvent asStored(LogEvent event, long receivedMillis) {
        return retention
                .get()
                .filter(kept -> LogTimes.isOlder(event.timestampMicros(), kept, receivedMillis))
                .map(kept -> LogTimes.atArrival(event, receivedMillis))
                .orElse(event);
    }

    /** Once in a while: whoever writes such records may write many. */
    private void warnOf(ConsumerRecord<byte[], byte[]> message, TooLarge tooLarge) {
        long now = clock.instant().getEpochSecond();
        long last = warned.get();
        if (now - last >= WARN_SECONDS && warned.compareAndSet(last, now)) {
            LOG.warn(
                    "Not shown live: partition {}, offset {}: {}; others are only counted for {} s",
                    message.partition(),
                    message.offset(),
                    tooLarge.detail(),
                    WARN_SECONDS);
        }
    }

    /** The number of malformed records; the stream processor sends them to the dead-letter topic. */
    long malformed() {
        return malformed.get();
    }
}
