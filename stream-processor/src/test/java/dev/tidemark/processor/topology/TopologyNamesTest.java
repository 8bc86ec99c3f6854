package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

/** Names are a promise: an installation finds its windows and offsets by them. A new name would be a new application. */
class TopologyNamesTest {

    @Test
    void names_neverChange() {
        String described = new RollupTopology(TopologySettings.DEFAULTS, new TopologyCounters())
                .get()
                .describe()
                .toString();

        assertThat(described.replaceAll("\\s+\n", "\n").strip()).isEqualTo("""
                Topologies:
                   Sub-topology: 0
                    Source: requests (topics: [tidemark.requests.v1])
                      --> deltas
                    Processor: deltas (stores: [deltas-hook, deltas-series])
                      --> deltas-repartition-filter, rejected-requests
                      <-- requests
                    Processor: deltas-repartition-filter (stores: [])
                      --> deltas-repartition-sink
                      <-- deltas
                    Sink: deltas-repartition-sink (topic: deltas-repartition)
                      <-- deltas-repartition-filter
                    Sink: rejected-requests (topic: tidemark.dead-letters.v1)
                      <-- deltas
                  Sub-topology: 1
                    Source: deltas-repartition-source (topics: [deltas-repartition])
                      --> windows
                    Processor: windows (stores: [windows-store, windows-hook, windows-series])
                      --> rejected-deltas, rollups
                      <-- deltas-repartition-source
                    Sink: rejected-deltas (topic: tidemark.dead-letters.v1)
                      <-- windows
                    Sink: rollups (topic: tidemark.rollups.v1)
                      <-- windows""");
    }

    /** A changelog that is missing here would keep the requests topic from getting more partitions. */
    @Test
    void requestChangelogs_areThoseOfTheLoggedStoresOfTheFirstStage() {
        Topology topology = new RollupTopology(TopologySettings.DEFAULTS, new TopologyCounters()).get();
        Set<String> stores = topology.describe().subtopologies().stream()
                .flatMap(stage -> stage.nodes().stream())
                .filter(node -> node.name().equals(RollupTopology.DELTAS))
                .flatMap(node -> ((TopologyDescription.Processor) node).stores().stream())
                .collect(Collectors.toSet());
        // It has no changelog.
        assertThat(stores.remove(RollupTopology.DELTAS_HOOK)).isTrue();

        assertThat(RollupTopology.requestChangelogs("application"))
                .containsExactlyInAnyOrderElementsOf(stores.stream()
                        .map(store -> "application-" + store + "-changelog")
                        .toList());
    }
}
