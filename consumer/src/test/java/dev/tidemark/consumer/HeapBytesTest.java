package dev.tidemark.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The estimates, compared with what is left on the heap after a collection. */
class HeapBytesTest {
    /** How much is measured at once. */
    private static final long MEASURED_BYTES = 30_000_000;

    /** A reference in the array that holds the objects. */
    private static final int PLACE = 4;

    /** Three megabytes; in a JVM for tests, other objects come and go that take one. */
    private static final Percentage NOISE = withPercentage(10);

    private record Names(Object one, Object other, long number) {}

    /** The first measurement frees what loading classes has left behind. */
    @BeforeAll
    static void measureOnce() {
        heapOfEach(100, i -> wide(i, 10));
    }

    @Test
    void wideText_isWeighed() {
        int weighed = PLACE + HeapBytes.of(wide(7, 500));
        assertThat(heapOfEach(weighed, i -> wide(i, 500))).isCloseTo(weighed, NOISE);
    }

    @Test
    void latinText_isWeighedAtMostTwice() {
        int weighed = HeapBytes.of(latin(7, 500));
        assertThat(heapOfEach(weighed, i -> latin(i, 500))).isBetween(weighed * 45L / 100, (long) weighed);
    }

    @Test
    void objectsAndArrays_areWeighed() {
        int object = PLACE + HeapBytes.object(16);
        assertThat(heapOfEach(object, i -> new Names("", "", i))).isCloseTo(object, NOISE);
        int array = PLACE + HeapBytes.array(72);
        assertThat(heapOfEach(array, i -> new long[9])).isCloseTo(array, NOISE);
    }

    @Test
    void mapOfTexts_isWeighed() {
        int weighed = HeapBytes.of(texts(1));
        assertThat(heapOfEach(weighed, HeapBytesTest::texts)).isCloseTo(weighed, NOISE);
    }

    @Test
    void entriesOfMaps_areWeighed() {
        int own = HeapBytes.of(wide(7, 12)) + HeapBytes.NUMBER;
        assertThat(heapOfEntry(new HashMap<>())).isCloseTo(own + HeapBytes.HASH_ENTRY, NOISE);
        assertThat(heapOfEntry(new LinkedHashMap<>())).isCloseTo(own + HeapBytes.LINKED_ENTRY, NOISE);
        assertThat(heapOfEntry(new TreeMap<>())).isCloseTo(own + HeapBytes.TREE_ENTRY, NOISE);
    }

    @Test
    void nothing_weighsNothing() {
        assertThat(HeapBytes.of((String) null)).isZero();
        assertThat(HeapBytes.of(Map.of())).isZero();
    }

    private static Map<String, String> texts(int seed) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            texts.put(wide(i, 10), wide(seed, 10));
        }
        return texts;
    }

    private static String wide(int i, int length) {
        return filled(i, "ж", length);
    }

    private static String latin(int i, int length) {
        return filled(i, "x", length);
    }

    private static String filled(int i, String with, int length) {
        String number = Integer.toString(i);
        return number + with.repeat(length - number.length());
    }

    /** @param about its expected bytes */
    private static long heapOfEach(int about, IntFunction<Object> objects) {
        Object[] all = new Object[(int) (MEASURED_BYTES / about)];
        long before = liveBytes();
        for (int i = 0; i < all.length; i++) {
            all[i] = objects.apply(i);
        }
        return PLACE + heapSince(before, all, all.length);
    }

    private static long heapOfEntry(Map<String, Long> map) {
        int entries = (int) (MEASURED_BYTES / 130);
        long before = liveBytes();
        for (int i = 0; i < entries; i++) {
            map.put(wide(i * 0x9E3779B9, 12), 1_000_000L + i);
        }
        return heapSince(before, map, entries);
    }

    private static long heapSince(long before, Object all, int count) {
        long bytes = liveBytes() - before;
        Reference.reachabilityFence(all);
        return Math.round((double) bytes / count);
    }

    private static long liveBytes() {
        // The serial collector moves everything together, and so drops all that is dead, only each fourth time.
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
