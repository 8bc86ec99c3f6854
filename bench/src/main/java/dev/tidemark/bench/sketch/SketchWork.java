package dev.tidemark.bench.sketch;

import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work for one kind of sketch; all kinds get the same durations.
 *
 * @param <S> the sketch
 */
final class SketchWork<S> {
    private static final int INSERT_ROUNDS = 10;
    private static final int MERGE_ROUNDS = 100;
    private static final int DECODE_ROUNDS = 10;

    private final SketchKind<S> kind;
    private final long[][] values;
    private final List<S> live;
    private final byte[][] stored;
    private final byte[][] storedOften;

    /** The last result. It is never read, but it keeps the compiler from removing the work. */
    @SuppressWarnings("UnusedVariable")
    private volatile @Nullable Object kept;

    SketchWork(SketchKind<S> kind, long[][] values) {
        this.kind = kind;
        this.values = values;
        this.live = Arrays.stream(values).map(kind::of).toList();
        this.stored = live.stream().map(kind::toBytes).toArray(byte[][]::new);
        this.storedOften = new byte[DECODE_ROUNDS * stored.length][];
        Arrays.setAll(storedOften, i -> stored[i % stored.length]);
    }

    String name() {
        return kind.getClass().getSimpleName();
    }

    /** Statistics of the sizes of the serialised sketches. */
    IntSummaryStatistics bytes() {
        return Arrays.stream(stored).mapToInt(bytes -> bytes.length).summaryStatistics();
    }

    /** Builds each sketch ten times. */
    void insert() {
        for (int round = 0; round < INSERT_ROUNDS; round++) {
            for (long[] of : values) {
                kept = kind.of(of);
            }
        }
    }

    /** Merges all into one, a hundred times. */
    void merge() {
        for (int round = 0; round < MERGE_ROUNDS; round++) {
            kept = kind.mergeAll(live);
        }
    }

    /** Decodes all into live sketches, ten times. */
    void decode() {
        for (int round = 0; round < DECODE_ROUNDS; round++) {
            kept = kind.decodeAll(stored);
        }
    }

    /** Decodes and merges all, each of them ten times, into one. */
    void decodeMerge() {
        kept = kind.decodeMergeAll(storedOften);
    }
}
