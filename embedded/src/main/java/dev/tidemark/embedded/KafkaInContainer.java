package dev.tidemark.embedded;

import dev.tidemark.embedded.containers.ContainerImage;
import dev.tidemark.embedded.containers.ContainerServer;
import dev.tidemark.embedded.containers.ContainerSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A broker in a container. It uses the same port inside and outside of the container, so that the advertised address is correct for
 * both. Other brokers use a separate listener with its name in the shared network.
 */
final class KafkaInContainer {

    /** The folder of the partitions in the image. */
    static final String LOG_FOLDER = "/var/lib/kafka/data";

    private static final int BROKERS_PORT = 9092;

    private KafkaInContainer() {}

    /** Makes the container for a broker with these settings; {@code asProcess} has the properties it would have as a process. */
    static ContainerSpec spec(
            KafkaSettings settings, int port, Map<Integer, Integer> controllers, Properties asProcess) {
        int controller = Objects.requireNonNull(controllers.get(settings.nodeId()));
        String address = "127.0.0.1:" + port;
        requirePlainListeners(asProcess, "CLIENTS://" + address + ",CONTROLLER://127.0.0.1:" + controller);
        String host = host(controller);
        var all = new TreeMap<String, String>();
        asProcess.forEach((name, value) -> all.put(name.toString(), value.toString()));
        all.put("controller.quorum.voters", voters(controllers));
        all.put("listeners", "CLIENTS://:" + port + ",BROKERS://:" + BROKERS_PORT + ",CONTROLLER://:" + controller);
        all.put("advertised.listeners", "CLIENTS://" + address + ",BROKERS://" + host + ":" + BROKERS_PORT);
        all.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("inter.broker.listener.name", "BROKERS");
        all.put("log.dirs", LOG_FOLDER);
        var environment = new TreeMap<String, String>();
        all.forEach((name, value) -> environment.put(variable(name), value));
        environment.put("KAFKA_HEAP_OPTS", "-Xmx" + settings.heapMegabytes() + "m");
        return new ContainerSpec(ContainerImage.KAFKA, environment, List.of(), port, port, host);
    }

    /** Checked inside the container, because Docker's proxy accepts connections before the broker does. */
    static boolean listens(ContainerServer server, int port) {
        return server.succeeds("bash", "-c", "</dev/tcp/127.0.0.1/" + port);
    }

    private static void requirePlainListeners(Properties properties, String plain) {
        String listeners = properties.getProperty("listeners");
        if (!plain.equals(listeners)) {
            throw new BackendException("kafka in a container has one plain listener for clients, and no listeners="
                    + listeners + "; run this test with " + BackendSource.VARIABLE + "=processes");
        }
    }

    private static String voters(Map<Integer, Integer> controllers) {
        return controllers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(node -> node.getKey() + "@" + host(node.getValue()) + ":" + node.getValue())
                .collect(Collectors.joining(","));
    }

    /** The network alias; it is unique on this machine, because it contains the controller's port. */
    private static String host(int controllerPort) {
        return "kafka-" + controllerPort;
    }

    /** The environment variable by which the image sets a broker property. */
    private static String variable(String property) {
        return "KAFKA_"
                + property.replace("_", "__")
                        .replace("-", "___")
                        .replace('.', '_')
                        .toUpperCase(Locale.ROOT);
    }
}
