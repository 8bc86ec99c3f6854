package dev.tidemark.processor.topology;

import static java.util.Objects.requireNonNull;

import dev.tidemark.consumer.TooLarge;
import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The first stage, once for each partition of the requests topic: adds each accepted request to the live delta of its series and ten
 * seconds, and turns rejected ones into dead letters.
 */
final class DeltaProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final long LATE_MICROS = 60_000_000;

    private final TopologySettings settings;
    private final RequestIntake intake;
    private final TopologyCounters counters;
    private final DeadLetters deadLetters;
    private final GaugeShare openDeltas;
    private final GaugeShare deltaBytes;
    private final GaugeShare seriesBytes;
    private final MemoryPool.Share memory;
    private @Nullable Task task;

    DeltaProcessor(TopologySettings settings, MemoryPool memory, RequestIntake intake, TopologyCounters counters) {
        this.settings = settings;
        this.intake = intake;
        this.counters = counters;
        this.deadLetters = new DeadLetters(counters);
        this.openDeltas = new GaugeShare(counters.openDeltas);
        this.deltaBytes = new GaugeShare(counters.deltaBytes);
        this.seriesBytes = new GaugeShare(counters.seriesBytes);
        this.memory = memory.share();
    }

    /** Also called when a task is revived, so it replaces all state. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        memory.release();
        Task started = new Task(context);
        CommitHook hook = context.getStateStore(RollupTopology.DELTAS_HOOK);
        hook.beforeCommit(context, started.deltas::newestMillis, started::handOn);
        task = started;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        requireNonNull(task, "init() comes first").process(record);
    }

    @Override
    public void close() {
        memory.release();
        openDeltas.set(0);
        deltaBytes.set(0);
        seriesBytes.set(0);
    }

    private final class Task implements RequestIntake.Visitor {
        private final ProcessorContext<byte[], byte[]> context;
        private final CardinalityLimiter limiter;
        private final LiveDeltas deltas;
        private final RecentAggregates recent = new RecentAggregates();
        private ConsumerRecord<byte[], byte[]> current = new ConsumerRecord<>("", 0, 0, new byte[0], new byte[0]);
        private long appendMillis;
        private long accepted;

        Task(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            this.limiter = new CardinalityLimiter(
                    settings, settings.maxServicesPerPartition(), context.getStateStore(RollupTopology.DELTAS_SERIES));
            this.deltas = new LiveDeltas(context.taskId().partition(), memory);
        }

        void process(Record<byte[], byte[]> record) {
            List<ConsumerRecord<byte[], byte[]>> records = RecordPack.standingFor(record, context);
            counters.records.add(records.size());
            accepted = 0;
            for (ConsumerRecord<byte[], byte[]> one : records) {
                read(one);
            }
            counters.accepted.add(accepted);
            openDeltas.set(deltas.size());
            deltaBytes.set(memory.own());
            seriesBytes.set(limiter.bytes());
        }

        private void read(ConsumerRecord<byte[], byte[]> record) {
            if (deltas.size() >= settings.maxLiveDeltas() || memory.isFull()) {
                handOnEarly();
            }
            current = record;
            appendMillis = RollupTopology.appendMillis(record);
            if (!limiter.isSettledAt(appendMillis)) {
                recent.clear();
            }
            TooLarge tooLarge = TooLarge.of(record);
            if (tooLarge == null) {
                intake.read(record.value(), contentType(record.headers()), appendMillis, this);
            } else {
                rejected(Rejection.of(tooLarge), tooLarge.detail());
            }
        }

        @Override
        public void accepted(RequestEvent event) {
            accepted++;
            countIfLate(event);
            WindowAggregate known = recent.find(event);
            if (known == null) {
                known = aggregate(event);
            }
            deltas.add(event, known);
            deltas.advance(appendMillis);
        }

        private WindowAggregate aggregate(RequestEvent event) {
            Series series = event.series();
            Series admitted = limiter.admit(series, appendMillis);
            long windowStart = Tier.TEN_SECONDS.windowStart(event.timestampMicros());
            WindowAggregate aggregate = deltas.aggregate(admitted, windowStart);
            if (!admitted.isOther()) {
                recent.put(event, windowStart, aggregate);
            } else if (!series.isOther()) {
                counters.seriesOverflow.increment();
            }
            return aggregate;
        }

        private void countIfLate(RequestEvent event) {
            long age = appendMillis * 1000 - event.timestampMicros();
            if (age > LATE_MICROS) {
                long windowEnd = Tier.TEN_SECONDS.windowStart(event.timestampMicros()) + Tier.TEN_SECONDS.sizeMicros();
                if (appendMillis * 1000 - windowEnd > LATE_MICROS) {
                    counters.late.increment();
                }
            }
        }

        @Override
        public void rejected(Rejection reason, String detail) {
            counters.rejected(reason).increment();
            deadLetter(deadLetters.of(current, reason.word(), detail));
        }

        /** The dead letter contains only this event, in JSON, so that nobody has to search a batch for it. */
        @Override
        public void rejected(Rejection reason, String detail, RequestEvent event) {
            counters.rejected(reason).increment();
            deadLetter(deadLetters.of(current, event, reason.word(), detail));
        }

        private void deadLetter(Record<byte[], byte[]> deadLetter) {
            context.forward(deadLetter, RollupTopology.REJECTED_REQUESTS);
        }

        private void handOn() {
            recent.clear();
            deltas.drainTo((series, delta) -> context.forward(
                    new Record<>(SeriesForm.write(series), delta.toBytes(), deltas.newestMillis(), new RecordHeaders()),
                    RollupTopology.DELTAS_REPARTITION));
            openDeltas.set(0);
            deltaBytes.set(0);
        }

        /**
         * A timeout outside a commit would make Kafka Streams close only this task, and commit what it has already sent together with
         * the other tasks of its thread. Any other exception aborts the transaction.
         */
        private void handOnEarly() {
            try {
                handOn();
            } catch (TimeoutException e) {
                throw new StreamsException("forwarding deltas took too long", e);
            }
        }
    }

    private static @Nullable String contentType(Headers headers) {
        Header header = headers.lastHeader(Codec.CONTENT_TYPE_HEADER);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
