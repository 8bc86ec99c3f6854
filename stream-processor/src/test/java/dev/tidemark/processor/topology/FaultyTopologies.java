package dev.tidemark.processor.topology;

import dev.tidemark.processor.faults.Failpoints;
import dev.tidemark.processor.faults.Mechanism;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;

/** Topologies that pause before Kafka's commit where a test wants it, or whose deltas are not tied to the commit. */
public final class FaultyTopologies {
    private FaultyTopologies() {}

    public static Supplier<Topology> of(
            TopologySettings settings,
            Partitioning partitioning,
            TopologyCounters counters,
            Failpoints failpoints,
            Set<Mechanism> without) {
        Function<String, StoreBuilder<CommitHook>> stopping =
                name -> new UnloggedStoreBuilder<>(name, () -> new StoppingHook(name, failpoints));
        return new RollupTopology(
                settings,
                partitioning,
                counters,
                without.contains(Mechanism.FLUSH_IN_COMMIT) ? UntiedHook::named : stopping);
    }

    /** All results are forwarded, and the transaction is still open. */
    private static final class StoppingHook extends CommitHook {
        private final Failpoints failpoints;

        StoppingHook(String name, Failpoints failpoints) {
            super(name);
            this.failpoints = failpoints;
        }

        @Override
        public void flushCache() {
            super.flushCache();
            failpoints.reach(name() + ".before-commit");
        }
    }
}
