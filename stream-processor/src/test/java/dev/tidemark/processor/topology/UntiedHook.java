package dev.tidemark.processor.topology;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Negative control: forwards deltas in a punctuation, as one would without {@link CommitHook}. If the process dies
 * between a punctuation and a commit, requests are lost: their offsets are committed but their deltas were not sent.
 */
final class UntiedHook extends CommitHook {
    /** Several commits, so that whenever the process dies, some of them are without their deltas. */
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private UntiedHook(String name) {
        super(name);
    }

    static StoreBuilder<CommitHook> named(String name) {
        return new UnloggedStoreBuilder<>(name, () -> new UntiedHook(name));
    }

    @Override
    <K, V> void beforeCommit(ProcessorContext<K, V> context, LongSupplier time, Runnable flush) {
        context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> flush.run());
    }
}
