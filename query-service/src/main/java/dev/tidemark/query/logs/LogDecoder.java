package dev.tidemark.query.logs;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.MalformedEventException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the records of the logs topic. Safe for use by many threads. */
final class LogDecoder {
    private final AtomicLong malformed = new AtomicLong();

    /** The lines of a record; none if it is not what the topic promises, which is counted. */
    List<LogLine> lines(ConsumerRecord<byte[], byte[]> message) {
        List<LogLine> lines = new ArrayList<>(1);
        byte[] value = message.value();
        if (value == null) {
            malformed.incrementAndGet();
            return lines;
        }
        try {
            Codecs.LOG_JSON.decode(value, event -> {
                String json = new String(Codecs.LOG_JSON.encode(event), StandardCharsets.UTF_8);
                lines.add(new LogLine(message.partition(), message.offset(), event, json));
            });
        } catch (MalformedEventException | RuntimeException e) {
            // Whatever it was, it must not stop those who come after it.
            malformed.incrementAndGet();
        }
        return lines;
    }

    /** How many records were no lines; they are dead letters of the stream processor. */
    long malformed() {
        return malformed.get();
    }
}
