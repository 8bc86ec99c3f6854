package dev.tidemark.query.samples;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which series are meant.
 *
 * @param type the {@code metric_type}, such as {@code postgres}
 * @param names the {@code metric_name}s
 * @param labels only series with these labels and values
 * @param service only what this service sent; null means all. What the collector read has the service {@code tidemark-collector}
 * @param host only what describes this host, its label {@code host}; without the label, the instance, which for what the collector read
 *     is the server's address; null means all
 * @param thinned whether six readings of a step suffice where it is wider than 30 s, so that a week is read as fast as an hour
 */
public record SampleQuery(
        String type,
        List<String> names,
        Map<String, String> labels,
        @Nullable String service,
        @Nullable String host,
        boolean thinned) {
    public SampleQuery {
        names = names.stream().distinct().sorted().toList();
        labels = Map.copyOf(labels);
    }

    /** All series of these names. */
    public static SampleQuery of(String type, Collection<String> names) {
        return new SampleQuery(type, List.copyOf(names), Map.of(), null, null, false);
    }

    public static SampleQuery of(String type, String... names) {
        return of(type, List.of(names));
    }

    /** Only those with this label. */
    public SampleQuery with(String label, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(label, value);
        return new SampleQuery(type, names, more, service, host, thinned);
    }

    /** Only those of this service; of all for null. */
    public SampleQuery ofService(@Nullable String one) {
        return new SampleQuery(type, names, labels, one, host, thinned);
    }

    /** Only those of this host, or of the server with this address; of all for null. */
    public SampleQuery ofHost(@Nullable String one) {
        return new SampleQuery(type, names, labels, service, one, thinned);
    }

    /** With few readings of each wide step. */
    public SampleQuery thinOut() {
        return new SampleQuery(type, names, labels, service, host, true);
    }
}
