package dev.tidemark.processor.topology;

import static java.util.Objects.requireNonNull;

import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The second stage, one task per partition of the services: merges deltas into the windows of all tiers, stores each changed window with
 * each commit, and publishes it as an absolute value: windows of 10 s with each commit, wider ones as {@link PublicationCadence} says.
 */
final class WindowProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** The reason of a dead letter whose window is final. */
    static final String WINDOW_EXPIRED = "window_expired";

    /** Sorts before the key of any window. */
    private static final byte[] PROGRESS = {0};

    /** Sorts after the key of any window. */
    private static final byte[] HOURS = {Byte.MAX_VALUE};

    private static final Duration REMOVE_EVERY = Duration.ofSeconds(10);

    private static final int REMOVE_AT_ONCE = 10_000;

    /** In {@link #REMOVE_EVERY}, a series adds one window of 10 s and fewer of the other tiers; this removes more than that. */
    private static final int REMOVE_OF_A_SERIES = 2;

    private final TopologySettings settings;
    private final Partitioning partitioning;
    private final TopologyCounters counters;
    private final DeadLetters deadLetters;
    private final GaugeShare openWindows;
    private final GaugeShare unpublishedWindows;
    private final GaugeShare seriesCount;
    private final GaugeShare windowBytes;
    private final GaugeShare seriesBytes;
    private final MemoryPool.Share windowMemory;
    private final MemoryPool.Share pendingMemory;
    private final List<Cancellable> timers = new ArrayList<>();
    private @Nullable Task task;

    WindowProcessor(
            TopologySettings settings, Partitioning partitioning, MemoryPool memory, TopologyCounters counters) {
        this.settings = settings;
        this.partitioning = partitioning;
        this.counters = counters;
        this.deadLetters = new DeadLetters(counters);
        this.openWindows = new GaugeShare(counters.openWindows);
        this.unpublishedWindows = new GaugeShare(counters.unpublishedWindows);
        this.seriesCount = new GaugeShare(counters.series);
        this.windowBytes = new GaugeShare(counters.windowBytes);
        this.seriesBytes = new GaugeShare(counters.seriesBytes);
        this.windowMemory = memory.share();
        this.pendingMemory = memory.share();
    }

    /** Also called when a task is revived, so it replaces all state. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        stopTimers();
        windowMemory.release();
        pendingMemory.release();
        Task started = new Task(context);
        CommitHook hook = context.getStateStore(RollupTopology.WINDOWS_HOOK);
        hook.beforeCommit(context, started.progress::newestMillis, started::commit);
        timers.add(context.schedule(started.cadence.interval(), PunctuationType.WALL_CLOCK_TIME, started::publish));
        timers.add(context.schedule(REMOVE_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> started.removeFinal()));
        task = started;
    }

    /** Kafka Streams keeps the timers of a task that it revives. Those of former state would store and publish it again. */
    private void stopTimers() {
        timers.forEach(Cancellable::cancel);
        timers.clear();
        task = null;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        requireNonNull(task, "init() comes first").process(record);
    }

    @Override
    public void close() {
        stopTimers();
        windowMemory.release();
        pendingMemory.release();
        openWindows.set(0);
        unpublishedWindows.set(0);
        seriesCount.set(0);
        windowBytes.set(0);
        seriesBytes.set(0);
    }

    private final class Task {
        private final ProcessorContext<byte[], byte[]> context;
        private final KeyValueStore<byte[], byte[]> store;
        private final CardinalityLimiter limiter;
        private final PendingDeltas pending = new PendingDeltas(pendingMemory);
        private final Windows windows;
        private final PublicationCadence cadence;
        private final SourceProgress progress = new SourceProgress(settings, partitioning);
        private byte[] storedProgress = {};
        private byte[] storedHours = {};
        private byte @Nullable [] lastKey;
        private Series last = Series.other(Series.OTHER);
        private @Nullable Series lastAdmitted;

        Task(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            this.store = context.getStateStore(RollupTopology.WINDOWS_STORE);
            this.limiter = new CardinalityLimiter(
                    settings, Integer.MAX_VALUE, context.getStateStore(RollupTopology.WINDOWS_SERIES));
            this.windows = new Windows(store, settings.maxLiveWindows(), windowMemory, this::forward);
            this.cadence = PublicationCadence.of(context.appConfigs(), context.currentSystemTimeMs());
            byte @Nullable [] stored = store.get(PROGRESS);
            if (stored != null) {
                storedProgress = stored;
                progress.restore(stored);
                restoreHours(store.get(HOURS));
            }
        }

        private void restoreHours(byte @Nullable [] stored) {
            if (stored == null) {
                progress.assumeHours();
            } else {
                storedHours = stored;
                progress.restoreHours(stored);
            }
        }

        void process(Record<byte[], byte[]> record) {
            Series series;
            Delta delta;
            try {
                series = series(record.key());
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
            if (progress.advance(delta, record.timestamp())) {
                counters.clockSetBack.increment();
            }
            long window = progress.windowFor(delta.windowStartMicros());
            if (window == SourceProgress.FINAL) {
                counters.expired.add(delta.aggregate().count());
                reject(record, WINDOW_EXPIRED, expired(delta));
                return;
            }
            if (window != delta.windowStartMicros()) {
                counters.countedLater.add(delta.aggregate().count());
            }
            cadence.received();
            pending.add(admitted(series, delta, progress.newestMillis()), window, delta.aggregate());
            if (pendingMemory.isFull()) {
                // Old windows give way, so that what is pending still waits for the commit.
                windows.flush();
            }
            if (pending.size() >= settings.maxLiveWindows() || pending.isWide() || pendingMemory.isFull()) {
                merge();
            }
        }

        /** The deltas of a series follow one another. */
        private Series series(byte[] key) {
            if (lastKey == null || !Arrays.equals(key, lastKey)) {
                last = SeriesForm.read(key);
                lastKey = key;
                lastAdmitted = null;
            }
            return last;
        }

        private Series admitted(Series series, Delta delta, long newestMillis) {
            Series admitted = lastAdmitted;
            if (admitted == null || !limiter.isSettledAt(newestMillis)) {
                admitted = limiter.admit(series, newestMillis);
                lastAdmitted = admitted;
            }
            if (admitted.isOther() && !series.isOther()) {
                counters.seriesOverflow.add(delta.aggregate().count());
            }
            return admitted;
        }

        private void merge() {
            long before = windows.stored();
            windows.flush();
            pending.drainTo(windows::merge);
            counters.windowsStored.add(windows.stored() - before);
            openWindows.set(windows.liveSize());
            unpublishedWindows.set(windows.unpublishedSize());
        }

        /** Also publishes if punctuations fail to come, as they do after the system's clock was set back. */
        private void commit() {
            merge();
            if (cadence.isOverdue(context.currentSystemTimeMs())) {
                publish(context.currentSystemTimeMs());
            }
            byte[] bytes = progress.toBytes();
            if (!Arrays.equals(bytes, storedProgress)) {
                store.put(PROGRESS, bytes);
                storedProgress = bytes;
            }
            byte[] hours = progress.hoursToBytes();
            if (!Arrays.equals(hours, storedHours)) {
                store.put(HOURS, hours);
                storedHours = hours;
            }
            seriesCount.set(limiter.size());
            windowBytes.set(windowMemory.own());
            seriesBytes.set(limiter.bytes());
        }

        private void publish(long nowMillis) {
            merge();
            windows.publish(cadence.next(nowMillis, progress.newestMillis()));
            unpublishedWindows.set(windows.unpublishedSize());
        }

        private void forward(Window window) {
            context.forward(
                    new Record<>(
                            Codecs.ROLLUP_KEY_JSON.encode(window.key),
                            Codecs.ROLLUP_JSON.encode(window.aggregate.rollup(window.key)),
                            progress.newestMillis(),
                            new RecordHeaders()),
                    RollupTopology.ROLLUPS);
            counters.rollups.increment();
        }

        /** Only records decide which windows are final, so it does not matter when they are removed. */
        private void removeFinal() {
            merge();
            windows.remove(progress::isFinal, Math.max(REMOVE_AT_ONCE, REMOVE_OF_A_SERIES * limiter.size()));
            openWindows.set(windows.liveSize());
        }

        private String expired(Delta delta) {
            long end = delta.windowStartMicros() + Tier.TEN_SECONDS.sizeMicros();
            return delta.aggregate().count() + " requests for the window that ended at " + Timestamps.format(end)
                    + ": expected none for its hour, which is final, after append time "
                    + Timestamps.format(progress.newestMillis() * 1000);
        }

        private void reject(Record<byte[], byte[]> record, String reason, String detail) {
            context.forward(
                    deadLetters.of(RecordPack.polled(record, context), reason, detail), RollupTopology.REJECTED_DELTAS);
        }
    }
}
