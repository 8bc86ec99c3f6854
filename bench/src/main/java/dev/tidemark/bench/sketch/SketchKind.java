package dev.tidemark.bench.sketch;

import java.util.List;

/**
 * A kind of sketch. Each implementation contains its own loops, so that the calls in them are monomorphic. Results are returned, so
 * that the compiler cannot remove the work.
 *
 * @param <S> the sketch
 */
interface SketchKind<S> {
    S of(long[] values);

    byte[] toBytes(S sketch);

    /** Merges live sketches into a new one, without changing them. */
    S mergeAll(List<S> sketches);

    /** Decodes each one into a live sketch that is independent of its bytes. */
    List<S> decodeAll(byte[][] stored);

    /** Decodes and merges all into a new one, in the fastest way for this kind. */
    S decodeMergeAll(byte[][] stored);
}
