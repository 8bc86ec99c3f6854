package dev.tidemark.consumer;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Marks a record that stands for records that were not read because they are too large, or because their batch is malformed. Its value has at most the first
 * {@value Limits#KEPT_BYTES} bytes of the first of them. A sender cannot forge the mark: it is recognised by its class, which a header
 * that was read from a topic does not have.
 *
 * @param records how many records it stands for
 * @param detail a sentence that names the size and the limit, or what is malformed
 * @param malformed whether the batch cannot be read from here on
 */
public record TooLarge(long records, String detail, boolean malformed) implements Header {
    /** The name of the header. */
    public static final String NAME = "tidemark-too-large";

    /** The mark of a polled record; null if the record was read as it is. */
    public static @Nullable TooLarge of(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader(NAME) instanceof TooLarge mark ? mark : null;
    }

    @Override
    public String key() {
        return NAME;
    }

    @Override
    public byte[] value() {
        return detail.getBytes(StandardCharsets.UTF_8);
    }
}
