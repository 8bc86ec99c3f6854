package dev.tidemark.bench.sketch;

import java.util.List;

/**
 * A kind of sketch. The loops are inside, so that what is called in them is known to the compiler of each kind; what they make
 * is given back, so that it must be made.
 *
 * @param <S> the sketch
 */
interface SketchKind<S> {
    S of(long[] values);

    byte[] toBytes(S sketch);

    /** Merges live sketches into a new one, and leaves them as they are. */
    S mergeAll(List<S> sketches);

    /** Makes a live sketch, apart from its bytes, of each. */
    List<S> decodeAll(byte[][] stored);

    /** Decodes and merges all into a new one, in the way that is the quickest of this kind. */
    S decodeMergeAll(byte[][] stored);
}
