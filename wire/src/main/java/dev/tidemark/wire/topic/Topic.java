package dev.tidemark.wire.topic;

import dev.tidemark.wire.codec.Codec;
import java.util.Map;

/**
 * A topic and what its records are.
 *
 * @param name the name, with the version of its payload at the end
 * @param partitions how many it is declared with; an existing topic keeps its own
 * @param settings the topic-level settings it is declared with
 * @param codec the encoding of a record's value that has no {@code content-type} header
 * @param <E> the event
 */
public record Topic<E>(String name, int partitions, Map<String, String> settings, Codec<E> codec) {
    public Topic {
        settings = Map.copyOf(settings);
    }
}
