package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.PostgresServer.StopMode;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.testcontainers.DockerClientFactory;

/** Checks that backends in containers behave as tests expect. */
@EnabledIfEnvironmentVariable(
        named = BackendSource.VARIABLE,
        matches = "containers",
        disabledReason = "it needs a Docker engine")
class ContainerBackendsIT {

    @Test
    void kafka_killedAndRestarted_keepsItsRecordsAndAddress() throws Exception {
        try (var broker = new KafkaBroker(KafkaSettings.temporary())) {
            broker.start();
            createTopic(broker.bootstrapServers());
            assertThat(broker.hasTopic("tides")).isTrue();
            assertThat(broker.hasTopic("waves")).isFalse();
            send(broker.bootstrapServers(), "high");
            String address = broker.address();

            broker.kill();
            assertThat(broker.isAlive()).isFalse();
            broker.start();
            send(broker.bootstrapServers(), "low");
            broker.stop();
            assertThat(broker.isAlive()).isFalse();
            broker.start();

            assertThat(broker.address()).isEqualTo(address);
            assertThat(records(broker.bootstrapServers())).isEqualTo(2);
        }
    }

    @Test
    void kafka_withAdditionalListeners_isRefused() {
        String listeners = "CLIENTS://127.0.0.1:20000,CUT://127.0.0.1:20001";
        try (var broker = new KafkaBroker(KafkaSettings.temporary().with("listeners", listeners))) {
            assertThatThrownBy(broker::start)
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("listeners=" + listeners)
                    .hasMessageContaining("TIDEMARK_TEST_BACKENDS=processes");
        }
    }

    @Test
    void postgres_stoppedInAnyMode_keepsTheRows() throws SQLException {
        try (var server = new PostgresServer(PostgresSettings.temporary())) {
            server.start();
            try (var connection = server.connect();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE tide AS SELECT 7 AS height");
            }
            List<Runnable> ways =
                    List.of(server::kill, () -> server.stop(StopMode.FAST), () -> server.stop(StopMode.IMMEDIATE));
            for (Runnable way : ways) {
                way.run();
                assertThat(server.isAlive()).isFalse();
                server.start();
                try (var connection = server.connect();
                        var statement = connection.createStatement();
                        var rows = statement.executeQuery("SELECT height FROM tide")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(7);
                }
            }
        }
    }

    @Test
    void processIdAndLogFile_areRefused() {
        RedisServer server = Backends.redis();

        assertThatThrownBy(server::pid)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("redis runs in a container: its process id is not on this machine");
        assertThatThrownBy(server::log).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void close_removesTheContainer() {
        var server = new RedisServer(RedisSettings.temporary());
        server.start();
        assertThat(containersAt(server.port())).isEqualTo(1);

        server.close();

        assertThat(containersAt(server.port())).isZero();
    }

    private static long containersAt(int port) {
        return DockerClientFactory.lazyClient().listContainersCmd().withShowAll(true).exec().stream()
                .flatMap(container -> Arrays.stream(container.getPorts()))
                .filter(published -> Objects.equals(published.getPublicPort(), port))
                .count();
    }

    private static void createTopic(String servers) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("tides", 1, (short) 1)))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static void send(String servers, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("tides", value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static long records(String servers) throws Exception {
        var partition = new TopicPartition("tides", 0);
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get(20, TimeUnit.SECONDS)
                    .offset();
        }
    }
}
