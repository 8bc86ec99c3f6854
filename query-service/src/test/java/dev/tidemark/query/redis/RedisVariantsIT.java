package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.BackendSource;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Redis behind TLS and Sentinel, as a replica, and for users with few rights. */
@DisabledIfEnvironmentVariable(
        named = BackendSource.VARIABLE,
        matches = "containers",
        disabledReason = "it starts the server with arguments of its own")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisVariantsIT {
    private static final String STATUS = "/api/monitoring/redis/status";
    private static final String SLOWLOG = "/api/monitoring/redis/slowlog";
    private static final String KEYS = "/api/monitoring/redis/keys";

    private final RedisServer redis = new RedisServer(RedisSettings.temporary());
    private final Store store = Store.create();
    private final String executable = RedisServer.executable().toString();

    @TempDir
    private Path folder;

    @BeforeAll
    void start() {
        redis.start();
    }

    @AfterAll
    void stop() {
        redis.close();
    }

    @Test
    void aUserWithTheDocumentedRights_seesEverything() {
        int port = FreePorts.next();
        URI uri = URI.create("redis://127.0.0.1:" + port);
        try (RedisProcess process = new RedisProcess(
                executable, port, "--port", "" + port, "--save", "", "--slowlog-log-slower-than", "0")) {
            assertThat(process).isNotNull();
            command(
                    uri,
                    CommandType.ACL,
                    "SETUSER watcher on >secret ~* +ping +info +dbsize +scan +pttl +memory|usage +slowlog|len +slowlog|get"
                            .split(" ", -1));
            command(uri, CommandType.SET, "token:1", "hunter2");
            try (QueryServer server = server("redis://watcher:secret@127.0.0.1:" + port)) {
                JsonNode status = server.json(STATUS);
                assertThat(status.get("unknown")).isEmpty();
                assertThat(status.get("version").asText()).isEqualTo(infoField(uri, "redis_version"));
                for (String figure :
                        new String[] {"memory_used_mb", "memory_max_mb", "keys_total", "connected_clients"}) {
                    assertThat(status.get(figure).isNumber()).as(figure).isTrue();
                }
                assertThat(status.at("/details/ping_ms").isNumber()).isTrue();
                assertThat(server.json(SLOWLOG).get("entries").findValuesAsText("command"))
                        .contains("SET token:*", "ACL SETUSER");
                assertThat(server.json(KEYS).at("/unknown/0/reason").asText()).contains("no samples of Redis");
            }
        }
    }

    @Test
    void tls_isUsed_andACertificateThatIsNotTrustedIsSaid() throws Exception {
        TlsFiles files = TlsFiles.in(folder);
        int port = FreePorts.next();
        String address = "rediss://127.0.0.1:" + port;
        try (RedisProcess process = new RedisProcess(
                executable,
                port,
                "--port",
                "0",
                "--tls-port",
                "" + port,
                "--tls-cert-file",
                files.certificate().toString(),
                "--tls-key-file",
                files.key().toString(),
                "--tls-ca-cert-file",
                files.certificate().toString(),
                "--tls-auth-clients",
                "no",
                "--save",
                "")) {
            assertThat(process).isNotNull();
            try (QueryServer server = server(address)) {
                JsonNode status = server.json(STATUS);
                assertThat(status.get("connected").asBoolean()).isFalse();
                assertThat(status.get("detail").asText()).contains("certification path");
            }
            try (QueryServer server = server(address + "?verifyPeer=NONE")) {
                assertThat(server.json(STATUS).get("status").asText()).isEqualTo("connected");
            }
            System.setProperty("javax.net.ssl.trustStore", files.trustStore().toString());
            System.setProperty("javax.net.ssl.trustStorePassword", TlsFiles.PASSWORD);
            try (QueryServer server = server(address)) {
                assertThat(server.json(STATUS).get("status").asText()).isEqualTo("connected");
            } finally {
                System.clearProperty("javax.net.ssl.trustStore");
                System.clearProperty("javax.net.ssl.trustStorePassword");
            }
        }
    }

    @Test
    void sentinel_leadsToThePrimary_alsoAfterAFailover() throws Exception {
        int sentinelPort = FreePorts.next();
        try (RedisServer primary = new RedisServer(RedisSettings.temporary());
                RedisServer replica = new RedisServer(RedisSettings.temporary())) {
            primary.start();
            replica.start();
            command(replica.uri(), CommandType.REPLICAOF, "127.0.0.1", "" + primary.port());
            await("the replica")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> "up".equals(infoField(replica.uri(), "master_link_status")));
            Path configuration = Files.writeString(
                    folder.resolve("sentinel.conf"),
                    "port " + sentinelPort + "\nbind 127.0.0.1\nsentinel monitor tides 127.0.0.1 " + primary.port()
                            + " 1\nsentinel down-after-milliseconds tides 1000\n");
            try (RedisProcess process =
                            new RedisProcess(executable, sentinelPort, configuration.toString(), "--sentinel");
                    QueryServer server = server("redis-sentinel://127.0.0.1:" + sentinelPort + "#tides")) {
                assertThat(process).isNotNull();
                JsonNode before = server.json(STATUS);
                assertThat(before.get("status").asText()).isEqualTo("connected");
                assertThat(before.at("/details/role").asText()).isEqualTo("master");
                assertThat(before.at("/details/replicas/0/address").asText()).isEqualTo("127.0.0.1:" + replica.port());
                assertThat(before.at("/details/replicas/0/state").asText()).isEqualTo("online");
                URI sentinel = URI.create("redis://127.0.0.1:" + sentinelPort);
                await("Sentinel knows the replica")
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> infoField(sentinel, "master0").contains("slaves=1"));

                primary.kill();

                await("the new primary").atMost(Duration.ofMinutes(3)).until(() -> {
                    JsonNode now = server.json(STATUS);
                    return now.get("connected").asBoolean()
                            && now.at("/details/role").asText().equals("master")
                            && infoField(replica.uri(), "role").equals("master");
                });
            }
        }
    }

    @Test
    void aReplica_isReadByAReadOnlyUser() {
        try (RedisServer replica = new RedisServer(RedisSettings.temporary())) {
            replica.start();
            command(replica.uri(), CommandType.REPLICAOF, "127.0.0.1", "" + redis.port());
            acl(replica, "viewer", "-@all", "+info", "+ping", "+slowlog|get", "+config|get");
            try (QueryServer server = server("redis://viewer:secret@" + replica.address())) {
                await("the link")
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> server.json(STATUS)
                                .at("/details/primary_link_up")
                                .asBoolean());
                JsonNode status = server.json(STATUS);
                assertThat(status.at("/details/role").asText()).isEqualTo("slave");
                assertThat(status.at("/details/primary_silent_seconds").asLong())
                        .isBetween(0L, 60L);
                assertThat(status.get("unknown")).isEmpty();
                JsonNode slowlog = server.json(SLOWLOG);
                assertThat(slowlog.get("threshold_us").asLong()).isEqualTo(10_000);
                assertThat(slowlog.get("entries").isArray()).isTrue();
                assertThat(slowlog.get("unknown")).isEmpty();
            }
        }
    }

    @Test
    void aUserWithoutRights_getsNoFigures_andWhatToRun() {
        acl(redis, "blind", "+get");
        try (QueryServer server = server("redis://blind:secret@" + redis.address())) {
            JsonNode slowlog = server.json(SLOWLOG);
            assertThat(slowlog.get("entries").isNull()).isTrue();
            assertThat(slowlog.get("length").isNull()).isTrue();
            assertThat(slowlog.get("threshold_us").isNull()).isTrue();
            assertThat(slowlog.at("/unknown/0/remedy").asText()).isEqualTo("run ACL SETUSER blind +slowlog|get +ping");
            assertThat(slowlog.at("/unknown/1/fields/0").asText()).isEqualTo("threshold_us");
            JsonNode keys = server.json(KEYS);
            assertThat(keys.get("at").isNull()).isTrue();
            assertThat(keys.at("/unknown/0/remedy").asText()).isEqualTo("run ACL SETUSER blind +dbsize +ping");
            JsonNode stats = server.json("/api/monitoring/redis/stats");
            assertThat(stats.get("hit_rate").isNull()).isTrue();
            assertThat(stats.get("evicted_keys").isNull()).isTrue();
            assertThat(stats.get("unknown").findValuesAsText("remedy")).contains("run ACL SETUSER blind +info +ping");
        }
    }

    @Test
    void aRedisWithoutConfig_saysSo() throws Exception {
        Path configuration =
                Files.writeString(folder.resolve("renamed.conf"), "rename-command CONFIG \"\"\nsave \"\"\n");
        int port = FreePorts.next();
        try (RedisProcess process = new RedisProcess(executable, port, configuration.toString(), "--port", "" + port);
                QueryServer server = server("redis://127.0.0.1:" + port)) {
            assertThat(process).isNotNull();
            JsonNode slowlog = server.json(SLOWLOG);
            assertThat(slowlog.get("entries").isArray()).isTrue();
            assertThat(slowlog.get("threshold_us").isNull()).isTrue();
            assertThat(slowlog.at("/unknown/0/fields/0").asText()).isEqualTo("threshold_us");
            assertThat(slowlog.at("/unknown/0/reason").asText())
                    .contains("does not support CONFIG GET")
                    .as("names of keys may be among them")
                    .doesNotContain("with args");
            assertThat(server.json(STATUS).get("unknown")).isEmpty();
        }
    }

    private QueryServer server(String uri) {
        return QueryServer.settings()
                .postgres(store.jdbcUrl())
                .with("tidemark.redis.uri", uri)
                .with("tidemark.redis.timeout", "10s")
                .start();
    }

    private static void acl(RedisServer server, String user, String... rights) {
        String[] words = new String[5 + rights.length];
        System.arraycopy(new String[] {"SETUSER", user, "on", ">secret", "~*"}, 0, words, 0, 5);
        System.arraycopy(rights, 0, words, 5, rights.length);
        command(server.uri(), CommandType.ACL, words);
    }

    private static String infoField(URI uri, String field) {
        RedisClient client = RedisClient.create(uri.toString());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection
                    .sync()
                    .info()
                    .lines()
                    .filter(line -> line.startsWith(field + ":"))
                    .map(line -> line.substring(field.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    private static void command(URI uri, CommandType type, String... words) {
        RedisClient client = RedisClient.create(uri.toString());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8);
            for (String word : words) {
                args.add(word);
            }
            connection.sync().dispatch(type, new StatusOutput<>(StringCodec.UTF8), args);
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }
}
