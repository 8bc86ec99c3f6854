package dev.tidemark.consumer;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of objects on the heap, about, without looking at their contents: every estimate takes constant time, or time for each entry
 * of a map. Texts count two bytes a character, as if they were not Latin: hostile ones are not. So an estimate is never much too
 * low, and for Latin texts up to twice too high. For a 64-bit JVM with compressed references.
 */
public final class HeapBytes {
    /** An entry of a {@code HashMap} and its place in the table, without key and value. */
    public static final int HASH_ENTRY = 32 + 12;

    /** The same for a {@code LinkedHashMap}. */
    public static final int LINKED_ENTRY = 40 + 12;

    /** An entry of a {@code TreeMap}, without key and value. */
    public static final int TREE_ENTRY = 40;

    /** A {@code Long}, a {@code Double} or an {@code Integer}. */
    public static final int NUMBER = 24;

    private static final int HEADER = 12;
    private static final int ARRAY_HEADER = 16;
    private static final int STRING = 24;

    private HeapBytes() {}

    /** An object whose fields take {@code fields} bytes: 4 for a reference or an int, 8 for a long. */
    public static int object(int fields) {
        return aligned(HEADER + fields);
    }

    /** An array whose elements take {@code bytes}. */
    public static int array(int bytes) {
        return aligned(ARRAY_HEADER + bytes);
    }

    /** A text; 0 for none. */
    public static int of(@Nullable String text) {
        return text == null ? 0 : STRING + array(2 * text.length());
    }

    /** A linked map of texts, with the texts. */
    public static int of(Map<String, String> map) {
        if (map.isEmpty()) {
            return 0;
        }
        int bytes = object(60);
        for (Map.Entry<String, String> entry : map.entrySet()) {
            bytes += LINKED_ENTRY + of(entry.getKey()) + of(entry.getValue());
        }
        return bytes;
    }

    private static int aligned(int bytes) {
        return bytes + 7 & ~7;
    }
}
