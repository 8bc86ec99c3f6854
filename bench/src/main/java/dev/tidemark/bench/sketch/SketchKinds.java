package dev.tidemark.bench.sketch;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import dev.tidemark.wire.sketch.LatencySketch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.apache.datasketches.kll.KllDoublesSketch;

/** Our sketch and its peers, each with its own binary form, decoded in the way that its documentation gives as the direct one. */
final class SketchKinds {
    private SketchKinds() {}

    static final class Ours implements SketchKind<LatencySketch> {
        @Override
        public LatencySketch of(long[] values) {
            LatencySketch sketch = new LatencySketch();
            for (long value : values) {
                sketch.add(value);
            }
            return sketch;
        }

        @Override
        public byte[] toBytes(LatencySketch sketch) {
            return sketch.toBytes();
        }

        @Override
        public long mergeAll(byte[][] sketches) {
            LatencySketch total = new LatencySketch();
            for (byte[] bytes : sketches) {
                total.mergeBytes(bytes);
            }
            return total.count();
        }
    }

    /** DDSketch with the same mapping and the same 1 %. */
    static final class SketchesJava implements SketchKind<DDSketch> {
        @Override
        public DDSketch of(long[] values) {
            DDSketch sketch = empty();
            for (long value : values) {
                sketch.accept(value);
            }
            return sketch;
        }

        @Override
        public byte[] toBytes(DDSketch sketch) {
            try {
                GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
                sketch.encode(out, true);
                return out.trimmedCopy();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long mergeAll(byte[][] sketches) {
            try {
                DDSketch total = empty();
                for (byte[] bytes : sketches) {
                    total.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
                }
                return (long) total.getCount();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static DDSketch empty() {
            return new DDSketch(
                    new CubicallyInterpolatedMapping(LatencySketch.RELATIVE_ERROR), UnboundedSizeDenseStore::new);
        }
    }

    /** Two significant digits are 1 %. */
    static final class HdrHistogram implements SketchKind<Histogram> {
        @Override
        public Histogram of(long[] values) {
            Histogram sketch = new Histogram(2);
            for (long value : values) {
                sketch.recordValue(value);
            }
            return sketch;
        }

        @Override
        public byte[] toBytes(Histogram sketch) {
            ByteBuffer out = ByteBuffer.allocate(sketch.getNeededByteBufferCapacity());
            return Arrays.copyOf(out.array(), sketch.encodeIntoByteBuffer(out));
        }

        @Override
        public long mergeAll(byte[][] sketches) {
            Histogram total = new Histogram(2);
            for (byte[] bytes : sketches) {
                total.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), 0));
            }
            return total.getTotalCount();
        }
    }

    /** Of the default size. It promises 1.33 % of the rank, and nothing of the value. */
    static final class Kll implements SketchKind<KllDoublesSketch> {
        @Override
        public KllDoublesSketch of(long[] values) {
            KllDoublesSketch sketch = KllDoublesSketch.newHeapInstance();
            for (long value : values) {
                sketch.update(value);
            }
            return sketch;
        }

        @Override
        public byte[] toBytes(KllDoublesSketch sketch) {
            return sketch.toByteArray();
        }

        @Override
        public long mergeAll(byte[][] sketches) {
            KllDoublesSketch total = KllDoublesSketch.newHeapInstance();
            for (byte[] bytes : sketches) {
                total.merge(KllDoublesSketch.wrap(MemorySegment.ofArray(bytes)));
            }
            return total.getN();
        }
    }
}
