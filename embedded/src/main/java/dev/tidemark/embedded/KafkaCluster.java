package dev.tidemark.embedded;

import dev.tidemark.embedded.process.FreePorts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Three temporary brokers on loopback. Partitions have three replicas, of which two must be in sync. */
public final class KafkaCluster implements AutoCloseable {
    private static final int NODES = 3;

    private final List<KafkaBroker> brokers = new ArrayList<>();

    public KafkaCluster() {
        Map<Integer, Integer> controllers = new HashMap<>();
        for (int node = 1; node <= NODES; node++) {
            controllers.put(node, FreePorts.next());
        }
        for (int node = 1; node <= NODES; node++) {
            brokers.add(new KafkaBroker(
                    KafkaSettings.temporary().with("min.insync.replicas", "2").inCluster(node, controllers)));
        }
    }

    /** Starts the brokers that are not running, all at the same time: a single one has no quorum and never answers. */
    public void start() {
        try (ExecutorService threads = Executors.newFixedThreadPool(NODES)) {
            CompletableFuture.allOf(brokers.stream()
                            .map(broker -> CompletableFuture.runAsync(broker::start, threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    /** The bootstrap servers for clients. */
    public String bootstrapServers() {
        return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    /** Returns the broker with the node id {@code node}, starting with 1. */
    public KafkaBroker broker(int node) {
        return brokers.get(node - 1);
    }

    @Override
    public void close() {
        brokers.forEach(KafkaBroker::kill);
        brokers.forEach(KafkaBroker::close);
    }
}
