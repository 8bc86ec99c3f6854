package dev.tidemark.processor.topology;

import static java.util.Objects.requireNonNull;

import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The second stage, one task per partition of the services: merges deltas into the windows of all tiers and publishes
 * each changed window with each commit, as an absolute value.
 */
final class WindowProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** The reason of a dead letter whose window is final. */
    static final String WINDOW_EXPIRED = "window_expired";

    /** Sorts before the key of any window. */
    private static final byte[] PROGRESS = {0};

    private static final Duration REMOVE_EVERY = Duration.ofSeconds(10);

    private static final int REMOVE_AT_ONCE = 10_000;

    /** In {@link #REMOVE_EVERY}, a series adds one window of 10 s and fewer of the other tiers; this removes more than that. */
    private static final int REMOVE_OF_A_SERIES = 2;

    private final TopologySettings settings;
    private final Partitioning partitioning;
    private final TopologyCounters counters;
    private final DeadLetters deadLetters;
    private final GaugeShare openWindows;
    private final GaugeShare seriesCount;
    private @Nullable Task task;

    WindowProcessor(TopologySettings settings, Partitioning partitioning, TopologyCounters counters) {
        this.settings = settings;
        this.partitioning = partitioning;
        this.counters = counters;
        this.deadLetters = new DeadLetters(counters);
        this.openWindows = new GaugeShare(counters.openWindows);
        this.seriesCount = new GaugeShare(counters.series);
    }

    /** Also called when a task is revived, so it replaces all state. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        Task started = new Task(context);
        CommitHook hook = context.getStateStore(RollupTopology.WINDOWS_HOOK);
        hook.beforeCommit(context, started.progress::newestMillis, started::publish);
        context.schedule(REMOVE_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> started.removeFinal());
        task = started;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        requireNonNull(task, "init() comes first").process(record);
    }

    @Override
    public void close() {
        openWindows.set(0);
        seriesCount.set(0);
    }

    private final class Task {
        private final ProcessorContext<byte[], byte[]> context;
        private final KeyValueStore<byte[], byte[]> store;
        private final CardinalityLimiter limiter;
        private final Windows windows;
        private final SourceProgress progress = new SourceProgress(settings, partitioning);
        private byte[] storedProgress = {};

        Task(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            this.store = context.getStateStore(RollupTopology.WINDOWS_STORE);
            this.limiter = new CardinalityLimiter(
                    settings, Integer.MAX_VALUE, context.getStateStore(RollupTopology.WINDOWS_SERIES));
            this.windows = new Windows(store, settings.maxLiveWindows());
            byte @Nullable [] stored = store.get(PROGRESS);
            if (stored != null) {
                storedProgress = stored;
                progress.restore(stored);
            }
        }

        void process(Record<byte[], byte[]> record) {
            Series series;
            Delta delta;
            try {
                series = SeriesForm.read(record.key());
                delta = Delta.fromBytes(record.value());
                String conflict = delta.aggregate().conflict();
                if (conflict != null) {
                    throw new IllegalArgumentException(conflict);
                }
            } catch (NewerFormException e) {
                throw e;
            } catch (RuntimeException e) {
                counters.malformedDeltas.increment();
                reject(record, Rejection.MALFORMED.word(), "not a delta between the two stages: " + e.getMessage());
                return;
            }
            progress.advance(delta, record.timestamp());
            long end = delta.windowStartMicros() + Tier.TEN_SECONDS.sizeMicros();
            if (end <= progress.finalUpToMicros()) {
                counters.expired.add(delta.aggregate().count());
                reject(record, WINDOW_EXPIRED, expired(delta, end));
                return;
            }
            if (windows.isFull()) {
                publish();
            }
            merge(admitted(series, delta, record.timestamp()), delta, record.timestamp());
        }

        private Series admitted(Series series, Delta delta, long newestMillis) {
            Series admitted = limiter.admit(series, newestMillis);
            if (admitted.isOther() && !series.isOther()) {
                counters.seriesOverflow.add(delta.aggregate().count());
            }
            return admitted;
        }

        private void merge(Series series, Delta delta, long newestMillis) {
            for (Tier tier : Tier.values()) {
                RollupKey key = new RollupKey(series, tier, tier.windowStart(delta.windowStartMicros()));
                windows.merge(key, delta.aggregate(), newestMillis);
            }
        }

        private void publish() {
            windows.publishTo((key, aggregate, newestMillis) -> {
                context.forward(
                        new Record<>(
                                Codecs.ROLLUP_KEY_JSON.encode(key),
                                Codecs.ROLLUP_JSON.encode(aggregate.rollup(key)),
                                newestMillis,
                                new RecordHeaders()),
                        RollupTopology.ROLLUPS);
                counters.rollups.increment();
            });
            byte[] bytes = progress.toBytes();
            if (!Arrays.equals(bytes, storedProgress)) {
                store.put(PROGRESS, bytes);
                storedProgress = bytes;
            }
            openWindows.set(windows.liveSize());
            seriesCount.set(limiter.size());
        }

        /** Only records decide which windows are final, so it does not matter when they are removed. */
        private void removeFinal() {
            publish();
            windows.remove(progress.finalUpToMicros(), Math.max(REMOVE_AT_ONCE, REMOVE_OF_A_SERIES * limiter.size()));
            openWindows.set(windows.liveSize());
        }

        private String expired(Delta delta, long end) {
            return delta.aggregate().count() + " requests for the window that ended at " + Timestamps.format(end)
                    + ": expected none up to " + Timestamps.format(progress.finalUpToMicros());
        }

        private void reject(Record<byte[], byte[]> record, String reason, String detail) {
            context.forward(
                    deadLetters.of(RecordPack.polled(record, context), reason, detail), RollupTopology.REJECTED_DELTAS);
        }
    }
}
