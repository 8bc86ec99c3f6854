package dev.tidemark.processor.streams;

import dev.tidemark.processor.deadletter.DeadLetterProducer;
import dev.tidemark.processor.faults.Failpoints;
import dev.tidemark.processor.faults.Mechanism;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/** Kafka Streams clients that pause between the last flush and the end of a transaction, or that read uncommitted records. */
public final class FaultyStreams {
    private FaultyStreams() {}

    public static RollupStreams of(
            ProcessorSettings settings, Supplier<Topology> topology, Failpoints failpoints, Set<Mechanism> without) {
        return new RollupStreams(settings, topology, new Clients(failpoints, without));
    }

    private static final class Clients extends StreamsClients {
        private final Failpoints failpoints;
        private final Set<Mechanism> without;

        Clients(Failpoints failpoints, Set<Mechanism> without) {
            this.failpoints = failpoints;
            this.without = without;
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            Map<String, Object> changed = new HashMap<>(config);
            if (without.contains(Mechanism.DELTAS_READ_COMMITTED)) {
                changed.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
            }
            return super.getConsumer(changed);
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return new StoppingProducer(config, failpoints, without.contains(Mechanism.FORMS_KEPT));
        }
    }

    /** Kafka Streams has flushed and added its offsets: the broker has the whole transaction except its end. */
    private static final class StoppingProducer extends DeadLetterProducer {
        private static final byte NEWER = 2;

        private final Failpoints failpoints;
        private final boolean newerForms;

        StoppingProducer(Map<String, Object> config, Failpoints failpoints, boolean newerForms) {
            super(config);
            this.failpoints = failpoints;
            this.newerForms = newerForms;
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            if (newerForms && record.topic().endsWith("-repartition")) {
                record.value()[0] = NEWER;
            }
            return super.send(record, callback);
        }

        @Override
        public void commitTransaction() {
            failpoints.reach("streams.before-end");
            super.commitTransaction();
        }
    }
}
