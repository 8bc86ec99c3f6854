package dev.tidemark.query.logs;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the records of the logs topic. Safe for use by many threads. */
final class LogDecoder {
    private final AtomicLong malformed = new AtomicLong();

    /** The lines of a record. A record that is not in the form of the topic has none, and is counted. */
    List<LogLine> lines(ConsumerRecord<byte[], byte[]> message) {
        List<LogLine> lines = new ArrayList<>(1);
        byte[] value = message.value();
        if (value == null) {
            malformed.incrementAndGet();
            return lines;
        }
        try {
            Codecs.LOG_JSON.decode(value, event -> lines.add(LogLine.of(message.partition(), message.offset(), event)));
        } catch (MalformedEventException | RuntimeException e) {
            // One bad record must not stop the ones behind it.
            malformed.incrementAndGet();
        }
        return lines;
    }

    /** How many records were not log lines; the stream processor sends them to the dead letters. */
    long malformed() {
        return malformed.get();
    }
}
