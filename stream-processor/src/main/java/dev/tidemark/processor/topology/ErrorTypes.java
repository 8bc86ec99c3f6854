package dev.tidemark.processor.topology;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.wire.event.Series;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts of at most {@value #MAX_TYPES} error types of at most {@value #MAX_CHARS} characters; the rest are counted together. The types
 * that come first by name are kept. A type that is among the first of all is also among the first of each part, so the result of a merge
 * depends neither on its order nor on how the events were split.
 */
final class ErrorTypes {
    static final int MAX_TYPES = 20;
    static final int MAX_CHARS = 200;
    private static final int EMPTY_BYTES = HeapBytes.object(16) + HeapBytes.object(36);

    private final TreeMap<String, Long> counts = new TreeMap<>();
    private long others;
    private int heapBytes = EMPTY_BYTES;

    void add(String type) {
        add(cut(type), 1);
    }

    private void add(String type, long n) {
        if (type.equals(Series.OTHER)) {
            others += n;
            return;
        }
        int before = counts.size();
        counts.merge(type, n, Long::sum);
        if (counts.size() > before) {
            heapBytes += bytes(type);
        }
        if (counts.size() > MAX_TYPES) {
            Map.Entry<String, Long> last = counts.pollLastEntry();
            others += last.getValue();
            heapBytes -= bytes(last.getKey());
        }
    }

    private static int bytes(String type) {
        return HeapBytes.TREE_ENTRY + HeapBytes.NUMBER + HeapBytes.of(type);
    }

    /** The memory of this object, about. */
    int heapBytes() {
        return heapBytes;
    }

    void merge(ErrorTypes that) {
        others += that.others;
        if (!that.counts.isEmpty()) {
            that.counts.forEach(this::add);
        }
    }

    /** The counts by type, with the rest under {@link Series#OTHER}. */
    Map<String, Long> counts() {
        if (others == 0) {
            return counts;
        }
        Map<String, Long> all = new LinkedHashMap<>(counts);
        all.put(Series.OTHER, others);
        return all;
    }

    /** @param types null if there are none */
    static void write(@Nullable ErrorTypes types, FormWriter out) {
        if (types == null) {
            out.number(0).number(0);
        } else {
            out.number(types.others).number(types.counts.size());
            types.counts.forEach((type, n) -> out.text(type).number(n));
        }
    }

    static @Nullable ErrorTypes read(FormReader in) {
        long others = in.number();
        long size = in.number();
        if (others == 0 && size == 0) {
            return null;
        }
        ErrorTypes types = new ErrorTypes();
        types.others = others;
        for (long i = 0; i < size; i++) {
            types.add(in.text(), in.number());
        }
        return types;
    }

    private static String cut(String type) {
        if (type.length() <= MAX_CHARS) {
            return type;
        }
        int end = Character.isHighSurrogate(type.charAt(MAX_CHARS - 1)) ? MAX_CHARS - 1 : MAX_CHARS;
        return type.substring(0, end);
    }
}
