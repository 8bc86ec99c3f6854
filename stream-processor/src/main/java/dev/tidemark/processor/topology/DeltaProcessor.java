package dev.tidemark.processor.topology;

import static java.util.Objects.requireNonNull;

import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import java.nio.charset.StandardCharsets;
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
 * The first stage, once for each partition of the requests topic: adds each request that counts to the live delta of its series and
 * ten seconds, and makes a dead letter of what does not.
 */
final class DeltaProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final long LATE_MICROS = 60_000_000;

    private final TopologySettings settings;
    private final RequestIntake intake;
    private final TopologyCounters counters;
    private final DeadLetters deadLetters;
    private final GaugeShare openDeltas;
    private @Nullable Task task;

    DeltaProcessor(TopologySettings settings, RequestIntake intake, TopologyCounters counters) {
        this.settings = settings;
        this.intake = intake;
        this.counters = counters;
        this.deadLetters = new DeadLetters(counters);
        this.openDeltas = new GaugeShare(counters.openDeltas);
    }

    /** Also called when a task is revived: nothing of what was before may be left. */
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
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
        openDeltas.set(0);
    }

    private final class Task implements RequestIntake.Visitor {
        private final ProcessorContext<byte[], byte[]> context;
        private final Admission admission;
        private final LiveDeltas deltas;
        private Record<byte[], byte[]> current = new Record<>(null, null, 0);
        private boolean rejected;

        Task(ProcessorContext<byte[], byte[]> context) {
            this.context = context;
            this.admission = new Admission(
                    settings, settings.maxServicesPerPartition(), context.getStateStore(RollupTopology.DELTAS_SERIES));
            this.deltas = new LiveDeltas(context.taskId().partition());
        }

        void process(Record<byte[], byte[]> record) {
            if (deltas.size() >= settings.maxLiveDeltas()) {
                handOnEarly();
            }
            counters.records.increment();
            current = record;
            rejected = false;
            intake.read(record.value(), contentType(record.headers()), record.timestamp(), this);
            openDeltas.set(deltas.size());
        }

        @Override
        public void accepted(RequestEvent event) {
            Series series = event.series();
            Series admitted = admission.admit(series, current.timestamp());
            if (admitted.isOther() && !series.isOther()) {
                counters.seriesOverflow.increment();
            }
            long windowEnd = Tier.TEN_SECONDS.windowStart(event.timestampMicros()) + Tier.TEN_SECONDS.sizeMicros();
            if (current.timestamp() * 1000 - windowEnd > LATE_MICROS) {
                counters.late.increment();
            }
            counters.accepted.increment();
            deltas.add(admitted, event, current.timestamp());
        }

        /** A record that carries many bad events is one dead letter. */
        @Override
        public void rejected(Rejection reason, String detail) {
            counters.rejected(reason).increment();
            if (!rejected) {
                rejected = true;
                context.forward(
                        deadLetters.of(current, context.recordMetadata().orElseThrow(), reason.word(), detail),
                        RollupTopology.REJECTED_REQUESTS);
            }
        }

        private void handOn() {
            deltas.drainTo((series, delta) -> context.forward(
                    new Record<>(SeriesForm.write(series), delta.toBytes(), deltas.newestMillis(), new RecordHeaders()),
                    RollupTopology.DELTAS_REPARTITION));
            openDeltas.set(0);
        }

        /**
         * Outside of a commit a timeout would make Kafka Streams close this task alone and commit what it has already sent together
         * with the other tasks of its thread; any other failure aborts the transaction.
         */
        private void handOnEarly() {
            try {
                handOn();
            } catch (TimeoutException e) {
                throw new StreamsException("handing on deltas took too long", e);
            }
        }
    }

    private static @Nullable String contentType(Headers headers) {
        Header header = headers.lastHeader(Codec.CONTENT_TYPE_HEADER);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
