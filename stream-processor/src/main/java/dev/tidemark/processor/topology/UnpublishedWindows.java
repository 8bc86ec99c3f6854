package dev.tidemark.processor.topology;

import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Tier;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The windows whose last change is stored but not published. After a restart they are known by marks in the store, one for all windows of
 * a tier with the same start; all of these are then published again, which changes nothing for those that were. Not thread-safe.
 */
final class UnpublishedWindows {
    private static final byte[] NOTHING = {};

    private final KeyValueStore<byte[], byte[]> store;
    private final Set<Window> windows = new LinkedHashSet<>();
    private final Set<Span> marked = new HashSet<>();
    /** What a former owner of the store left. */
    private final Set<Span> left = new LinkedHashSet<>();

    private record Span(Tier tier, long startMicros) {
        static Span of(RollupKey key) {
            return new Span(key.tier(), key.windowStartMicros());
        }
    }

    UnpublishedWindows(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        for (Tier tier : Tier.values()) {
            try (KeyValueIterator<byte[], byte[]> marks =
                    store.range(WindowKey.mark(tier, Long.MIN_VALUE), WindowKey.mark(tier, Long.MAX_VALUE))) {
                while (marks.hasNext()) {
                    left.add(new Span(tier, WindowKey.markedStartMicros(marks.next().key)));
                }
            }
        }
        marked.addAll(left);
    }

    int size() {
        return windows.size();
    }

    void add(Window window) {
        windows.add(window);
        Span span = Span.of(window.key);
        if (marked.add(span)) {
            store.put(WindowKey.mark(span.tier, span.startMicros), NOTHING);
        }
    }

    /** Passes the window to {@code target}, if it is unpublished. */
    void publish(Window window, Consumer<Window> target) {
        if (windows.contains(window)) {
            target.accept(window);
            windows.remove(window);
        }
    }

    /** Passes each window that is {@code due} to {@code target}, and each that a former owner left. */
    void publish(Predicate<Window> due, Consumer<Window> target) {
        left.forEach(span -> publishStored(span, target));
        left.clear();
        Set<Span> open = new HashSet<>();
        Iterator<Window> each = windows.iterator();
        while (each.hasNext()) {
            Window window = each.next();
            if (due.test(window)) {
                target.accept(window);
                each.remove();
            } else {
                open.add(Span.of(window.key));
            }
        }
        marked.removeIf(span -> {
            boolean done = !open.contains(span);
            if (done) {
                store.delete(WindowKey.mark(span.tier, span.startMicros));
            }
            return done;
        });
    }

    private void publishStored(Span span, Consumer<Window> target) {
        byte[] from = WindowKey.lowest(span.tier, span.startMicros);
        byte[] to = WindowKey.lowest(span.tier, span.startMicros + 1);
        try (KeyValueIterator<byte[], byte[]> range = store.range(from, to)) {
            while (range.hasNext()) {
                KeyValue<byte[], byte[]> next = range.next();
                RollupKey key = new RollupKey(WindowKey.series(next.key), span.tier, span.startMicros);
                target.accept(new Window(key, next.key, WindowAggregate.fromBytes(next.value)));
            }
        }
    }
}
