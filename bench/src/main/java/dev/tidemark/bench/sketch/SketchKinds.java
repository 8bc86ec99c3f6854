package dev.tidemark.bench.sketch;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import dev.tidemark.wire.sketch.LatencySketch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.apache.datasketches.kll.KllDoublesSketch;

/** Our sketch and its peers, each with its own binary format, decoded as its documentation recommends. */
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
        public LatencySketch mergeAll(List<LatencySketch> sketches) {
            LatencySketch total = new LatencySketch();
            for (LatencySketch sketch : sketches) {
                total.merge(sketch);
            }
            return total;
        }

        @Override
        public List<LatencySketch> decodeAll(byte[][] stored) {
            List<LatencySketch> live = new ArrayList<>(stored.length);
            for (byte[] bytes : stored) {
                live.add(LatencySketch.fromBytes(bytes));
            }
            return live;
        }

        @Override
        public LatencySketch decodeMergeAll(byte[][] stored) {
            LatencySketch total = new LatencySketch();
            for (byte[] bytes : stored) {
                total.mergeBytes(bytes);
            }
            return total;
        }
    }

    /** DDSketch with the same mapping and the same error of 1 %. */
    static final class SketchesJava implements SketchKind<DDSketch> {
        private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(LatencySketch.RELATIVE_ERROR);

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
        public DDSketch mergeAll(List<DDSketch> sketches) {
            DDSketch total = empty();
            for (DDSketch sketch : sketches) {
                total.mergeWith(sketch);
            }
            return total;
        }

        @Override
        public List<DDSketch> decodeAll(byte[][] stored) {
            try {
                List<DDSketch> live = new ArrayList<>(stored.length);
                for (byte[] bytes : stored) {
                    live.add(DDSketch.decode(ByteArrayInput.wrap(bytes), UnboundedSizeDenseStore::new, MAPPING));
                }
                return live;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public DDSketch decodeMergeAll(byte[][] stored) {
            try {
                DDSketch total = empty();
                for (byte[] bytes : stored) {
                    total.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
                }
                return total;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static DDSketch empty() {
            return new DDSketch(MAPPING, UnboundedSizeDenseStore::new);
        }
    }

    /** With two significant digits, an error of 1 %. */
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
        public Histogram mergeAll(List<Histogram> sketches) {
            Histogram total = new Histogram(2);
            for (Histogram sketch : sketches) {
                total.add(sketch);
            }
            return total;
        }

        @Override
        public List<Histogram> decodeAll(byte[][] stored) {
            List<Histogram> live = new ArrayList<>(stored.length);
            for (byte[] bytes : stored) {
                live.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), 0));
            }
            return live;
        }

        @Override
        public Histogram decodeMergeAll(byte[][] stored) {
            Histogram total = new Histogram(2);
            for (byte[] bytes : stored) {
                total.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), 0));
            }
            return total;
        }
    }

    /** With the default size. It guarantees a rank error of 1.33 %, and nothing about values. */
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
        public KllDoublesSketch mergeAll(List<KllDoublesSketch> sketches) {
            KllDoublesSketch total = KllDoublesSketch.newHeapInstance();
            for (KllDoublesSketch sketch : sketches) {
                total.merge(sketch);
            }
            return total;
        }

        @Override
        public List<KllDoublesSketch> decodeAll(byte[][] stored) {
            List<KllDoublesSketch> live = new ArrayList<>(stored.length);
            for (byte[] bytes : stored) {
                live.add(KllDoublesSketch.heapify(MemorySegment.ofArray(bytes)));
            }
            return live;
        }

        @Override
        public KllDoublesSketch decodeMergeAll(byte[][] stored) {
            KllDoublesSketch total = KllDoublesSketch.newHeapInstance();
            for (byte[] bytes : stored) {
                total.merge(KllDoublesSketch.wrap(MemorySegment.ofArray(bytes)));
            }
            return total;
        }
    }
}
