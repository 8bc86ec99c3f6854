package dev.tidemark.processor.topology;

import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action inside each commit of a task, before the producer is flushed and the offsets are added to the transaction. So the
 * records that the action forwards and stores belong to the same transaction as the records they were made from. For one task and its
 * thread.
 *
 * <p>Kafka Streams offers no such moment in its public interface: {@code StateStore.commit()} and {@code Processor.close()} come after
 * the offsets are committed, and what came between a punctuation and a rebalance would be lost. Its own record cache has the same need
 * and is served by {@code ProcessorStateManager.flushCache()}, which {@code StreamTask.prepareCommit()} calls at the right moment on
 * each store that is a {@link CachedStateStore}. So this is a store that holds nothing and answers that call. There is no current
 * node at that moment, for which {@code forward()} would fail; the cache's own listeners ({@code TimestampedCacheFlushListener})
 * remember theirs from {@code init()} and set it, and so does this class. The record context is set, too: it is that of any last
 * record, or none, and changelogs take their timestamp from it.
 *
 * <p>Everything of Kafka's internals that this module uses is in this class. Written against kafka-streams 4.3.1;
 * {@code CommitHookTest} fails if another version calls it differently. The class is not final so that {@code ExactlyOnceIT} can show
 * what happens without it.
 */
class CommitHook implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private @Nullable Runnable action;
    private boolean open;

    CommitHook(String name) {
        this.name = name;
    }

    /** Add this to a topology and connect it to the one processor that uses it. */
    static StoreBuilder<CommitHook> named(String name) {
        return new UnloggedStoreBuilder<>(name, () -> new CommitHook(name));
    }

    /**
     * Runs {@code flush} inside each commit from now on, and replaces an action that was registered before. It may run again after an
     * exception, and for a transaction that will be aborted.
     *
     * @param context the processor's context, inside its {@code init()}
     * @param time the timestamp of records that are stored by {@code flush}, in milliseconds since the epoch
     */
    <K, V> void beforeCommit(ProcessorContext<K, V> context, LongSupplier time, Runnable flush) {
        InternalProcessorContext<K, V> internals = (InternalProcessorContext<K, V>) context;
        ProcessorNode<?, ?, ?, ?> node = internals.currentNode();
        action = () -> {
            ProcessorNode<?, ?, ?, ?> previousNode = internals.currentNode();
            ProcessorRecordContext previousRecord = internals.recordContext();
            internals.setCurrentNode(node);
            internals.setRecordContext(new ProcessorRecordContext(time.getAsLong(), -1, -1, null, new RecordHeaders()));
            try {
                flush.run();
            } finally {
                internals.setCurrentNode(previousNode);
                internals.setRecordContext(previousRecord);
            }
        };
    }

    @Override
    public void flushCache() {
        if (action != null) {
            action.run();
        }
    }

    /** The task becomes a standby, which has no processor. */
    @Override
    public void clearCache() {
        action = null;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {
            throw new IllegalStateException("store " + name + " has no changelog to be restored from");
        });
        open = true;
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        // The offsets are already committed, so it is too late to forward anything.
    }

    @Override
    public void close() {
        action = null;
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
