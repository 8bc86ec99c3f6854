package dev.tidemark.processor.lag;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The time that Kafka Streams writes beside each offset that it commits: the newest timestamp of the records that it took from the
 * partition. Its form is Kafka's own ({@code TopicPartitionMetadata}, versions 1 and 2): a version, eight bytes of milliseconds, and
 * what does not matter here, in Base64.
 */
final class PartitionTime {
    private static final int KNOWN_VERSION = 2;

    private PartitionTime() {}

    /** In milliseconds since the epoch; null if {@code metadata} does not say. */
    static @Nullable Long of(String metadata) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(metadata));
            if (bytes.remaining() <= Long.BYTES) {
                return null;
            }
            byte version = bytes.get();
            long millis = bytes.getLong();
            return version >= 1 && version <= KNOWN_VERSION && millis > 0 ? millis : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
