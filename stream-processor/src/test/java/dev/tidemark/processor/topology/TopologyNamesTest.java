package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

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
}
