package dev.tidemark.query.logs;

import dev.tidemark.consumer.TooLarge;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.LogTimes;
import dev.tidemark.wire.codec.MalformedEventException;
import dev.tidemark.wire.event.LogEvent;
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

    private final AtomicLong malformed = new AtomicLong();
    private final Supplier<Optional<Duration>> retention;

    /** @param retention how long lines are stored; empty if unknown */
    LogDecoder(Supplier<Optional<Duration>> retention) {
        this.retention = retention;
    }

    /** Returns the lines of a record; for a malformed record, returns none and counts it. */
    List<LogLine> lines(ConsumerRecord<byte[], byte[]> message) {
        List<LogLine> lines = new ArrayList<>(1);
        TooLarge tooLarge = TooLarge.of(message);
        if (tooLarge != null) {
            malformed.addAndGet(tooLarge.records());
            LOG.warn(
                    "Not shown live: partition {}, offset {}: {}",
                    message.partition(),
                    message.offset(),
                    tooLarge.detail());
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

    /** The number of malformed records; the stream processor sends them to the dead-letter topic. */
    long malformed() {
        return malformed.get();
    }
}
