package dev.tidemark.processor.sink.dimension;

import dev.tidemark.consumer.HeapBytes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The origin of an event.
 *
 * @param service the service's name
 * @param instance the instance's name, cut to {@link #MAX_CHARS}
 */
public record Origin(String service, @Nullable String instance) {
    /** Names are keys of B-tree indexes, whose entries must be smaller than 2.7 KB. */
    static final int MAX_CHARS = 256;

    public Origin {
        instance = shortened(instance);
    }

    /** Its memory, about. */
    public int bytes() {
        return HeapBytes.object(8) + HeapBytes.of(service) + HeapBytes.of(instance);
    }

    /** Whether {@code stored} is {@code text}, cut if necessary. */
    static boolean isShortened(@Nullable String stored, @Nullable String text) {
        return text == null || text.length() <= MAX_CHARS
                ? Objects.equals(stored, text)
                : stored != null && stored.length() == MAX_CHARS && text.startsWith(stored);
    }

    static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    }

    /**
     * The ids of an origin.
     *
     * @param serviceId the id of the service, or of {@code (other)}
     * @param instanceId the id of the instance; null if there is none or it is beyond the limit
     * @param folded the dimension whose limit replaced an id; null if none did
     */
    public record Ids(
            int serviceId,
            @Nullable Integer instanceId,
            @Nullable String folded) {}
}
