package dev.tidemark.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Kafka broker, which is also a controller.
 *
 * @param folder the data folder; null for a temporary one
 * @param log the log file; null for {@code kafka.log} next to the folder
 * @param port the port for clients on loopback; 0 for a free one
 * @param nodeId the node id (default 1)
 * @param controllers the ports of all controllers on loopback by node id, including this node's; empty for a single node
 * @param heapMegabytes the heap of the broker's JVM, in MiB (default 384)
 * @param properties additional broker properties by name (default: none)
 */
public record KafkaSettings(
        @Nullable Path folder,
        @Nullable Path log,
        int port,
        int nodeId,
        Map<Integer, Integer> controllers,
        int heapMegabytes,
        Map<String, String> properties) {

    public KafkaSettings {
        controllers = Map.copyOf(controllers);
        properties = Map.copyOf(properties);
        if (!controllers.isEmpty() && !controllers.containsKey(nodeId)) {
            throw new IllegalArgumentException("node " + nodeId + " is not among the controllers "
                    + controllers.keySet() + ": each broker is one of them");
        }
    }

    /** A single node with a temporary folder and a free port. */
    public static KafkaSettings temporary() {
        return new KafkaSettings(null, null, 0, 1, Map.of(), 384, Map.of());
    }

    /** A single node with a fixed folder and port. */
    public static KafkaSettings fixed(Path folder, Path log, int port) {
        return new KafkaSettings(folder, log, port, 1, Map.of(), 384, Map.of());
    }

    /** The same settings with one more broker property. */
    public KafkaSettings with(String property, String value) {
        var all = new HashMap<>(properties);
        all.put(property, value);
        return new KafkaSettings(folder, log, port, nodeId, controllers, heapMegabytes, all);
    }

    /** The same settings for one node of a cluster; {@code controllers} has the ports of all controllers by node id. */
    public KafkaSettings inCluster(int node, Map<Integer, Integer> controllerPorts) {
        return new KafkaSettings(folder, log, port, node, controllerPorts, heapMegabytes, properties);
    }

    DataDirectory directory() {
        return DataDirectory.of("kafka", folder, log);
    }
}
