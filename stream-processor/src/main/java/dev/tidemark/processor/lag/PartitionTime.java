package dev.tidemark.processor.lag;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The time that Kafka Streams stores with each offset it commits: the newest timestamp of the records read from the
 * partition. The format is Kafka's own ({@code TopicPartitionMetadata}, versions 1 and 2): Base64 of a version, eight
 * bytes of milliseconds, and data that is ignored here.
 */
final class PartitionTime {
    private static final int KNOWN_VERSION = 2;

    private PartitionTime() {}

    /** In milliseconds since the epoch; null if {@code metadata} does not contain it. */
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
