package dev.tidemark.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a Kafka broker runs, which is its own controller.
 *
 * @param folder its data folder; null for a temporary one
 * @param log the file for its output; null for {@code kafka.log} beside the folder
 * @param port the port for clients on loopback; 0 for a free one
 * @param nodeId its number in the cluster; 1 by default
 * @param controllers the controllers' ports on loopback by node id, this node's among them; empty for a cluster of this one node
 * @param heapMegabytes the heap of its JVM, in MiB; 384 by default
 * @param properties broker properties by name, on top of the defaults; none by default
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

    /** One node, a temporary folder, a free port. */
    public static KafkaSettings temporary() {
        return new KafkaSettings(null, null, 0, 1, Map.of(), 384, Map.of());
    }

    /** One node over a fixed folder and port. */
    public static KafkaSettings fixed(Path folder, Path log, int port) {
        return new KafkaSettings(folder, log, port, 1, Map.of(), 384, Map.of());
    }

    /** The same with one more broker property. */
    public KafkaSettings with(String property, String value) {
        var all = new HashMap<>(properties);
        all.put(property, value);
        return new KafkaSettings(folder, log, port, nodeId, controllers, heapMegabytes, all);
    }

    /** The same as one node of a larger cluster, given every controller's port by node id. */
    public KafkaSettings inCluster(int node, Map<Integer, Integer> controllerPorts) {
        return new KafkaSettings(folder, log, port, node, controllerPorts, heapMegabytes, properties);
    }

    DataDirectory directory() {
        return DataDirectory.of("kafka", folder, log);
    }
}
