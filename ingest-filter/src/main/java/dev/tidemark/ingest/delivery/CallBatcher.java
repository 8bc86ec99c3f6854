package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.call.CallTable;
import org.jspecify.annotations.Nullable;

/** Takes the windows of calls that are over from their table. */
final class CallBatcher implements RecordBatcher {
    private final CallTable table;
    private final RecordBatcher queued;

    /** @param queued builds the records of the summaries that the table has handed over */
    CallBatcher(CallTable table, RecordBatcher queued) {
        this.table = table;
        this.queued = queued;
    }

    @Override
    public @Nullable EncodedRecord next() {
        if (table.isDue()) {
            table.drain();
        }
        return queued.next();
    }

    @Override
    public boolean isEmpty() {
        return queued.isEmpty() && !table.isDue();
    }
}
