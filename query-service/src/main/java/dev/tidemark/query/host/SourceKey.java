package dev.tidemark.query.host;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A host, or a JVM on it; a host has neither service nor instance. */
record SourceKey(
        String host, @Nullable String service, @Nullable String instance) implements Comparable<SourceKey> {
    private static final Comparator<SourceKey> ORDER = Comparator.comparing(SourceKey::host)
            .thenComparing(key -> Objects.requireNonNullElse(key.service(), ""))
            .thenComparing(key -> Objects.requireNonNullElse(key.instance(), ""));

    static SourceKey ofHost(String host) {
        return new SourceKey(host, null, null);
    }

    boolean isHost() {
        return service == null && instance == null;
    }

    @Override
    public int compareTo(SourceKey other) {
        return ORDER.compare(this, other);
    }
}
