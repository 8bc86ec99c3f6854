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
    /** So much is measured at once that a megabyte of other objects makes no difference. */
    private static final long MEASURED_BYTES = 20_000_000;

    /** A reference in the array that holds the objects. */
    private static final int PLACE = 4;

    private static final Percentage NOISE = withPercentage(5);

    private record Names(Object one, Object other, long number) {}

    /** The first measurement frees what loading classes has left behind. */
    @BeforeAll
    static void measureOnce() {
        heapOfEach(100, i -> wide(i, 10));
    }

    @Test
    void wideText_isWeighedExactly() {
        int weighed = PLACE + HeapBytes.of(wide(7, 500));
        assertThat(heapOfEach(weighed, i -> wide(i, 500))).isCloseTo(weighed, NOISE);
    }

    @Test
    void latinText_isWeighedAtMostTwice() {
        int weighed = HeapBytes.of(latin(7, 500));
        assertThat(heapOfEach(weighed, i -> latin(i, 500))).isBetween(weighed / 2L, (long) weighed);
    }

    @Test
    void objectsAndArrays_areWeighedExactly() {
        int object = PLACE + HeapBytes.object(16);
        assertThat(heapOfEach(object, i -> new Names("", "", i))).isCloseTo(object, NOISE);
        int array = PLACE + HeapBytes.array(72);
        assertThat(heapOfEach(array, i -> new long[9])).isCloseTo(array, NOISE);
    }

    @Test
    void mapOfTexts_isWeighedNearly() {
        int weighed = HeapBytes.of(texts(1));
        assertThat(heapOfEach(weighed, HeapBytesTest::texts)).isCloseTo(weighed, withPercentage(10));
    }

    @Test
    void entriesOfMaps_areWeighedNearly() {
        int own = HeapBytes.of(wide(7, 12)) + HeapBytes.NUMBER;
        assertThat(heapOfEntry(new HashMap<>())).isCloseTo(own + HeapBytes.HASH_ENTRY, withPercentage(10));
        assertThat(heapOfEntry(new LinkedHashMap<>())).isCloseTo(own + HeapBytes.LINKED_ENTRY, withPercentage(10));
        assertThat(heapOfEntry(new TreeMap<>())).isCloseTo(own + HeapBytes.TREE_ENTRY, withPercentage(10));
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
        // What cleaners and weak references release takes more than one collection.
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
