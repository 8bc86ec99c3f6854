package dev.tidemark.bench.sketch;

/**
 * A kind of sketch. The loops are inside, so that what is called in them is known to the compiler of each kind.
 *
 * @param <S> the sketch
 */
interface SketchKind<S> {
    S of(long[] values);

    byte[] toBytes(S sketch);

    /** Decodes all of {@code sketches} and merges them; gives how many values they hold together. */
    long mergeAll(byte[][] sketches);
}
