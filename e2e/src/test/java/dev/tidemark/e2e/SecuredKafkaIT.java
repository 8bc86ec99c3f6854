package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSecurity;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.embedded.process.Signal;
import dev.tidemark.settings.KafkaClientProperties;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * All parts, as separate processes, with a broker whose clients must authenticate over TLS. Each part has a user of its own, with the
 * permissions of {@code ./tidemark acls} and no others. The negative control omits the variables for Kafka's clients.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredKafkaIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final List<String> OPTIONS =
            Stream.concat(Stream.of("-Xmx256m"), JavaCommand.BRIEF.stream()).toList();

    private final Path folder;
    private final PostgresServer postgres = new PostgresServer(PostgresSettings.temporary());
    private final List<ChildProcess> applications = new ArrayList<>();
    private final int http = FreePorts.next();
    private final int shop = FreePorts.next();
    private final KafkaSecurity security;
    private final KafkaBroker kafka;

    SecuredKafkaIT(@TempDir Path folder) {
        this.folder = folder;
        this.security = KafkaSecurity.create(folder, "application", "processor", "query");
        this.kafka = new KafkaBroker(security.on(KafkaSettings.temporary()));
    }

    @BeforeAll
    void start() {
        postgres.start();
        kafka.start();
    }

    @AfterEach
    void stopApplications() {
        applications.forEach(application -> application.stop(Signal.TERM, STOP));
        applications.clear();
    }

    @AfterAll
    void stop() {
        kafka.close();
        postgres.close();
    }

    @Test
    @Order(2)
    void variablesAndPermissions_connectEveryPart() throws Exception {
        String acls = allow("--filter", "User:application", "--processor", "User:processor", "--query", "User:query");
        assertThat(acls)
                .contains("tidemark.rollups.v1 may be written by User:processor, and by super users")
                .contains("tidemark.dead-letters.v1 may be written by User:processor, and by super users");

        startServices(as("processor"), as("query"), as("application"));
        ChildProcess small = startSmallApplication(as("application"), 120);

        awaitAnswer(new Api(shop), "/products");
        await("the shop's request is stored")
                .atMost(START)
                // The processor creates the tables.
                .ignoreExceptionsInstanceOf(SQLException.class)
                .untilAsserted(() -> assertThat(stored("shop", "/products")).isPositive());
        assertThat(small.await(START)).as("the small application ends").isTrue();
        assertThat(small.tail(200)).contains("flushed=true sent=1");
        await("the small application's request is stored")
                .atMost(START)
                .untilAsserted(() ->
                        assertThat(stored(SmallApplication.NAME, "/small")).isEqualTo(1));
        await("rollups, which the topology makes, are stored")
                .atMost(START)
                .untilAsserted(() ->
                        assertThat(number("SELECT count(*) FROM rollup_10s")).isPositive());
        await("the query service reaches Kafka")
                .atMost(START)
                .untilAsserted(() -> assertThat(kafkaStatus()).isEqualTo("up"));
        for (String user : List.of("application", "query")) {
            for (String topic : List.of("tidemark.rollups.v1", "tidemark.dead-letters.v1")) {
                assertThatThrownBy(() -> write(user, topic))
                        .as("%s writes %s", user, topic)
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
        assertThatThrownBy(() -> write("query", "tidemark.requests.v1"))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
        // The control.
        write("processor", "tidemark.dead-letters.v1");
        write("application", "tidemark.requests.v1");
    }

    /** First, because it expects a broker without topics. */
    @Test
    @Tag("faults")
    @Order(1)
    void withoutTheVariables_noPartConnects() throws Exception {
        Map<String, String> variables = backends();
        variables.put("TIDEMARK_KAFKA_PATIENCE", "3s");

        ChildProcess processor = startServices(variables, variables, variables);
        ChildProcess small = startSmallApplication(variables, 5);

        awaitAnswer(new Api(shop), "/products");
        assertThat(small.await(START)).as("the small application ends").isTrue();
        assertThat(small.tail(200)).contains("flushed=false sent=0");
        assertThat(processor.await(START)).as("the processor gives up").isTrue();
        assertThat(processor.exitStatus()).as(processor.tail(5)).isEqualTo(2);
        awaitAnswer(new Api(http), "/health");
        await("the query service has looked for Kafka")
                .atMost(START)
                .untilAsserted(() -> assertThat(kafkaStatus()).isEqualTo("down"));
        assertThat(topics()).isEmpty();
    }

    /** The processor, the query service and the shop; returns the processor. */
    private ChildProcess startServices(
            Map<String, String> ofProcessor, Map<String, String> ofQuery, Map<String, String> ofShop) {
        ChildProcess processor = start(
                "stream-processor",
                "dev.tidemark.processor.Main",
                ofProcessor,
                Map.of(
                        "TIDEMARK_STATE_DIR",
                        folder.resolve("state").toString(),
                        "TIDEMARK_PROCESSOR_HTTP_PORT",
                        Integer.toString(FreePorts.next())));
        start("query-service", "dev.tidemark.query.Main", ofQuery, Map.of("TIDEMARK_HTTP_PORT", text(http)));
        start("demo", "dev.tidemark.demo.shop.Shop", ofShop, Map.of("TIDEMARK_HTTP_PORT", text(shop)));
        return processor;
    }

    private ChildProcess start(String module, String main, Map<String, String> variables, Map<String, String> own) {
        var environment = new HashMap<>(variables);
        environment.putAll(own);
        Path jar = ROOT.resolve(module).resolve("target").resolve(module + ".jar");
        return start(module, JavaCommand.of(jar, main, OPTIONS), environment);
    }

    private ChildProcess startSmallApplication(Map<String, String> variables, int seconds) {
        var command = new ArrayList<>(JavaCommand.of(SmallApplication.class, OPTIONS));
        command.add(text(seconds));
        return start(SmallApplication.NAME, command, variables);
    }

    private ChildProcess start(String name, List<String> command, Map<String, String> environment) {
        ChildProcess started =
                ChildProcess.start(new Command(name, command, environment, folder.resolve(name + ".log")));
        applications.add(started);
        return started;
    }

    private Map<String, String> backends() {
        return new HashMap<>(Map.of(
                "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "TIDEMARK_POSTGRES_URL", postgres.jdbcUrl(),
                "TIDEMARK_POSTGRES_USER", postgres.user(),
                "TIDEMARK_POSTGRES_PASSWORD", postgres.password(),
                // Nothing listens there; the shop runs without its cache.
                "TIDEMARK_REDIS_URI", "redis://127.0.0.1:" + FreePorts.next()));
    }

    /** The variables of a part that is this user of Kafka. */
    private Map<String, String> as(String user) {
        Map<String, String> variables = backends();
        security.clientProperties(user).forEach((name, value) -> variables.put(clientVariable(name), value));
        return variables;
    }

    /** Runs the program behind {@code ./tidemark acls} as Kafka's administrator and returns what it prints. */
    private String allow(String... arguments) {
        Path jar = ROOT.resolve("stream-processor/target/stream-processor.jar");
        List<String> command = new ArrayList<>(JavaCommand.of(jar, "dev.tidemark.processor.acl.Acls", OPTIONS));
        command.addAll(List.of(arguments));
        ChildProcess acls = start("acls", command, as("tidemark"));
        assertThat(acls.await(START)).isTrue();
        String output = acls.tail(100);
        assertThat(acls.exitStatus()).as(output).isZero();
        return output;
    }

    private void write(String user, String topic) throws Exception {
        Map<String, Object> client = new HashMap<>(security.clientProperties(user));
        client.put("bootstrap.servers", kafka.bootstrapServers());
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[] {'{', '}'})).get(30, TimeUnit.SECONDS);
        }
    }

    private static String clientVariable(String property) {
        return KafkaClientProperties.VARIABLE_PREFIX
                + property.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static void awaitAnswer(Api api, String path) {
        await(path)
                .atMost(START)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(api.get(path).statusCode()).isEqualTo(200));
    }

    private String kafkaStatus() {
        return new Api(http)
                .json("/health/detailed")
                .at("/dependencies/kafka/status")
                .asText();
    }

    private long stored(String service, String route) throws SQLException {
        return number("SELECT count(*) FROM metrics WHERE metadata->>'service' = '" + service
                + "' AND metadata->>'endpoint' = '" + route + "'");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Lists the topics with an authenticated client. */
    private Set<String> topics() throws Exception {
        Map<String, Object> client = new HashMap<>(security.clientProperties());
        client.put("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS);
        }
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
