package dev.tidemark.consumer;

import java.util.Iterator;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.Records;
import org.apache.kafka.common.utils.AbstractIterator;

/** The fetched batches of a partition. */
final class BoundedRecords {
    private BoundedRecords() {}

    static Records of(Records records, PollBudget budget) {
        return FetchInterceptor.proxy(Records.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "batches" ->
                (Iterable<RecordBatch>) () -> new Batches(records.batches().iterator(), budget);
            case "batchIterator" -> new Batches(records.batchIterator(), budget);
            default -> FetchInterceptor.invoke(method, records, arguments);
        });
    }

    private static final class Batches extends AbstractIterator<RecordBatch> {
        private final Iterator<? extends RecordBatch> batches;
        private final PollBudget budget;

        Batches(Iterator<? extends RecordBatch> batches, PollBudget budget) {
            this.batches = batches;
            this.budget = budget;
        }

        @Override
        protected RecordBatch makeNext() {
            if (!batches.hasNext()) {
                return allDone();
            }
            RecordBatch batch = batches.next();
            // Kafka's own markers are small, and brokers since 4.0 store no other format.
            return batch instanceof DefaultRecordBatch data && !data.isControlBatch()
                    ? new BoundedBatch(data, budget)
                    : batch;
        }
    }
}
