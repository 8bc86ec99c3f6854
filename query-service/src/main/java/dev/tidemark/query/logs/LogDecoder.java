package dev.tidemark.query.logs;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Decodes the records of the logs topic. Thread-safe. */
final class LogDecoder {
    private final AtomicLong malformed = new AtomicLong();

    /** Returns the lines of a record; for a malformed record, returns none and counts it. */
    List<LogLine> lines(ConsumerRecord<byte[], byte[]> message) {
        List<LogLine> lines = new ArrayList<>(1);
        byte[] value = message.value();
        if (value == null) {
            malformed.incrementAndGet();
            return lines;
        }
        try {
            Codecs.LOG_JSON.decode(
                    value,
                    message.timestamp(),
                    event -> lines.add(LogLine.of(message.partition(), message.offset(), event)));
        } catch (MalformedEventException | RuntimeException e) {
            // A malformed record must not stop the records after it.
            malformed.incrementAndGet();
        }
        return lines;
    }

    /** The number of malformed records; the stream processor sends them to the dead-letter topic. */
    long malformed() {
        return malformed.get();
    }
}
