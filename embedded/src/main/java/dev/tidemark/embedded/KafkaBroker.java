package dev.tidemark.embedded;

import dev.tidemark.embedded.containers.ContainerSpec;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.JavaCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Kafka broker (KRaft) on loopback, in a separate JVM with this JVM's class path. Topics are not created automatically. Only the
 * first start formats the data folder.
 */
public final class KafkaBroker extends ProcessBackend {

    // The same for all brokers, so that the nodes of a cluster agree.
    private static final String CLUSTER_ID = "dGlkZW1hcmstY2x1c3Rlcg";

    private final KafkaSettings settings;
    private final Map<Integer, Integer> controllers;

    public KafkaBroker(KafkaSettings settings) {
        super("kafka", settings.directory(), settings.port());
        this.settings = settings;
        this.controllers =
                settings.controllers().isEmpty() ? Map.of(settings.nodeId(), FreePorts.next()) : settings.controllers();
    }

    /** The bootstrap servers for clients. */
    public String bootstrapServers() {
        return address();
    }

    /** Returns whether this broker has the first partition of a topic; looks at its files instead of using a client. */
    public boolean hasTopic(String topic) {
        return inContainer()
                .map(server -> server.succeeds("test", "-d", KafkaInContainer.LOG_FOLDER + "/" + topic + "-0"))
                .orElseGet(() -> Files.isDirectory(logFolder().resolve(topic + "-0")));
    }

    private Path logFolder() {
        return folder().resolve("log");
    }

    @Override
    List<String> prepare() throws IOException {
        Path properties = folder().resolve("server.properties");
        try (var out = Files.newBufferedWriter(properties)) {
            properties().store(out, null);
        }
        Path logging = folder().resolve("logback.xml");
        try (InputStream in = Objects.requireNonNull(
                KafkaBroker.class.getResourceAsStream("kafka-logback.xml"), "kafka-logback.xml")) {
            Files.copy(in, logging, StandardCopyOption.REPLACE_EXISTING);
        }
        var options = new ArrayList<>(JavaCommand.BRIEF);
        options.addAll(List.of(
                "-Xmx" + settings.heapMegabytes() + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.configurationFile=" + logging));
        // A broker with a test's own settings may end early, and the archive that it wrote would have few classes.
        var command = new ArrayList<>(
                settings.properties().isEmpty()
                        ? JavaCommand.archiving(KafkaNode.class, options)
                        : JavaCommand.of(KafkaNode.class, KafkaNode.class, options));
        command.addAll(List.of(properties.toString(), CLUSTER_ID));
        return command;
    }

    @Override
    ContainerSpec container() {
        return KafkaInContainer.spec(settings, port(), controllers, properties());
    }

    private Properties properties() {
        String controller = Integer.toString(Objects.requireNonNull(controllers.get(settings.nodeId())));
        String copies = Integer.toString(Math.min(3, controllers.size()));
        String inSync = controllers.size() > 2 ? "2" : "1";
        var all = new TreeMap<String, String>();
        all.put("process.roles", "broker,controller");
        all.put("node.id", Integer.toString(settings.nodeId()));
        all.put("controller.quorum.voters", voters());
        all.put("listeners", "CLIENTS://" + address() + ",CONTROLLER://127.0.0.1:" + controller);
        all.put("advertised.listeners", "CLIENTS://" + address());
        all.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("inter.broker.listener.name", "CLIENTS");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("log.dirs", logFolder().toString());
        all.put("auto.create.topics.enable", "false");
        all.put("default.replication.factor", copies);
        all.put("offsets.topic.replication.factor", copies);
        all.put("offsets.topic.num.partitions", "8");
        all.put("transaction.state.log.replication.factor", copies);
        all.put("transaction.state.log.min.isr", inSync);
        all.put("transaction.state.log.num.partitions", "8");
        all.put("share.coordinator.state.topic.replication.factor", copies);
        all.put("share.coordinator.state.topic.min.isr", inSync);
        all.put("share.coordinator.state.topic.num.partitions", "8");
        all.put("group.initial.rebalance.delay.ms", "0");
        if (settings.folder() == null) {
            // A killed broker can register again only after its session has expired: 9 s by default, long for a test.
            all.put("broker.session.timeout.ms", "4000");
            all.put("broker.heartbeat.interval.ms", "1000");
        }
        // A clock that is set back must not make the broker refuse what follows from the records that it took before.
        all.put(
                "log.message.timestamp.after.max.ms",
                Long.toString(Duration.ofDays(400).toMillis()));
        // A clock that is set forward must not make the broker forget how far a stopped processor has read.
        all.put("offsets.retention.minutes", Long.toString(Duration.ofDays(800).toMinutes()));
        // The default of 128 MiB is a third of the heap.
        all.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        all.putAll(settings.properties());
        var properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private String voters() {
        return controllers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(node -> node.getKey() + "@127.0.0.1:" + node.getValue())
                .collect(Collectors.joining(","));
    }

    /** The broker opens its port only after it has registered and caught up. */
    @Override
    boolean answers() {
        return inContainer()
                .map(server -> KafkaInContainer.listens(server, port()))
                .orElseGet(() -> FreePorts.hasListener(port()));
    }

    @Override
    Duration stopPatience() {
        return Duration.ofSeconds(20);
    }
}
