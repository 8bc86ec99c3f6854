package dev.tidemark.processor.faults;

import dev.tidemark.embedded.BackendSource;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.TcpProxy;
import dev.tidemark.embedded.TcpProxy.Way;
import dev.tidemark.embedded.process.FreePorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Cuts the network between the processor and its servers, in one or both directions. */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@DisabledIfEnvironmentVariable(
        named = BackendSource.VARIABLE,
        matches = "containers",
        disabledReason = "the broker needs a second listener on loopback, which a container does not have")
class NetworkIT {
    /** Longer than the session timeouts of the sink (6 s) and of the topology (10 s). */
    private static final Duration LONG = Duration.ofSeconds(14);

    private static final Duration SHORT = Duration.ofSeconds(4);

    private final int listener = FreePorts.next();
    private final TcpProxy toKafka = new TcpProxy(listener);
    private final TcpProxy toPostgres = new TcpProxy(Backends.postgres().port());
    private final KafkaBroker kafka = behindProxy();

    @TempDir
    Path folder;

    /** The broker advertises the proxy to the processor; all other clients, and the broker itself, use another listener. */
    private KafkaBroker behindProxy() {
        int direct = FreePorts.next();
        int controller = FreePorts.next();
        return new KafkaBroker(new KafkaSettings(
                null,
                null,
                direct,
                1,
                Map.of(1, controller),
                384,
                Map.of(
                        "listeners",
                        "CLIENTS://127.0.0.1:" + direct + ",CUT://127.0.0.1:" + listener + ",CONTROLLER://127.0.0.1:"
                                + controller,
                        "advertised.listeners",
                        "CLIENTS://127.0.0.1:" + direct + ",CUT://127.0.0.1:" + toKafka.port(),
                        "listener.security.protocol.map",
                        "CLIENTS:PLAINTEXT,CUT:PLAINTEXT,CONTROLLER:PLAINTEXT")));
    }

    @BeforeEach
    void start() {
        kafka.start();
    }

    @AfterEach
    void stop() {
        kafka.close();
        toKafka.close();
        toPostgres.close();
    }

    @Test
    void cutsToKafka_areExact() throws Exception {
        try (Scenario scenario = behindProxies("g. network to Kafka cut one way and both ways")) {
            cut(scenario, toKafka);

            scenario.assertExact();
        }
    }

    @Test
    void cutsToPostgres_areExact() throws Exception {
        try (Scenario scenario = behindProxies("g. network to PostgreSQL cut one way and both ways")) {
            cut(scenario, toPostgres);

            scenario.assertExact();
        }
    }

    private static void cut(Scenario scenario, TcpProxy wire) {
        Traffic traffic = scenario.traffic();
        traffic.begin(400);
        scenario.processor("one").start();
        for (Duration time : new Duration[] {SHORT, LONG}) {
            for (Way way : Way.values()) {
                scenario.awaitCounted(200);
                cut(scenario, wire, time, way);
            }
            scenario.awaitCounted(200);
            cut(scenario, wire, time, Way.TO_SERVER, Way.TO_CLIENT);
        }
        scenario.awaitCounted(200);
        traffic.end();
    }

    private static void cut(Scenario scenario, TcpProxy wire, Duration time, Way... ways) {
        wire.cut(ways[0], ways);
        Scenario.letPass(time);
        wire.mend();
        scenario.fault();
    }

    @Test
    void cutToKafkaWithoutTheCommitHook_isDetected() throws Exception {
        try (Scenario scenario = behindProxies("g. control: flush not tied to the commit")) {
            Traffic traffic = scenario.traffic();
            traffic.begin(400);
            scenario.faulty("one", Mechanism.FLUSH_IN_COMMIT).start();
            scenario.awaitCounted(200);
            cut(scenario, toKafka, LONG, Way.TO_SERVER, Way.TO_CLIENT);
            scenario.awaitCounted(200);
            traffic.end();

            scenario.assertViolated("windows with a wrong count");
        }
    }

    @Test
    void cutBetweenRowsAndOffset_isDetected() throws Exception {
        try (Scenario scenario = behindProxies("g. control: offset outside of the transaction")) {
            Traffic traffic = scenario.traffic();
            traffic.begin(400);
            Processor processor =
                    scenario.faulty("one", Mechanism.OFFSET_IN_TRANSACTION).start();
            scenario.awaitStored(200);
            processor.failpoints().arm("sink-requests.between-commits");
            processor.failpoints().awaitReached("sink-requests.between-commits");
            toPostgres.cut(Way.TO_SERVER, Way.TO_CLIENT);
            processor.failpoints().release("sink-requests.between-commits");
            Scenario.letPass(LONG);
            toPostgres.mend();
            scenario.fault();
            scenario.awaitStored(200);
            traffic.end();

            scenario.assertViolated("raw rows duplicated");
        }
    }

    private Scenario behindProxies(String title) {
        Scenario scenario = new Scenario(title, folder, kafka.bootstrapServers(), Backends.postgres());
        String url = scenario.database.settings().url();
        return scenario.set("tidemark.kafka.bootstrap.servers", "127.0.0.1:" + toKafka.port())
                .set(
                        "tidemark.postgres.url",
                        url.replace(":" + Backends.postgres().port() + "/", ":" + toPostgres.port() + "/"))
                // Detects a dead connection during a cut: after 3 s and 5 s of grace.
                .set("tidemark.postgres.statement.timeout", "3s")
                .set("tidemark.postgres.lock.timeout", "2s");
    }
}
