package dev.tidemark.wire.topic;

import dev.tidemark.wire.codec.Codec;
import java.util.Map;

/**
 * A topic and the form of its records.
 *
 * @param name the name, ending in the version of its payload
 * @param partitions the number of partitions at creation; an existing topic keeps its own
 * @param settings the topic-level settings at creation
 * @param codec the encoding of records without a {@code content-type} header
 * @param <E> the event
 */
public record Topic<E>(String name, int partitions, Map<String, String> settings, Codec<E> codec) {
    public Topic {
        settings = Map.copyOf(settings);
    }
}
