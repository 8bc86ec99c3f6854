package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.lettuce.OwnLookups;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The status of a real Redis, also when it rejects the user or has no memory limit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisIT {
    private static final String STATUS = "/api/monitoring/redis/status";
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");

    private final RedisServer redis = new RedisServer(RedisSettings.temporary());

    @BeforeAll
    void start() {
        redis.start();
    }

    @AfterAll
    void stop() {
        redis.close();
    }

    @Test
    void status_forAUserWithoutInfo_isUnknownAndSuggestsTheRemedy() {
        acl("SETUSER", "blind", "on", ">secret", "~*", "+ping", "+get");
        try (QueryServer server = server("blind:secret@")) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("connected").asBoolean()).isTrue();
            assertThat(status.get("status").asText()).isEqualTo("unknown");
            for (String figure : new String[] {"memory_used_mb", "keys_total", "hit_rate", "evicted_keys", "lookups"}) {
                assertThat(status.get(figure).isNull()).as(figure).isTrue();
            }
            assertThat(status.at("/unknown/0/reason").asText())
                    .contains("NOPERM")
                    .contains("'info'");
            assertThat(status.at("/unknown/0/remedy").asText()).isEqualTo("run ACL SETUSER blind +info +ping");
            var page = Jsoup.parse(server.get("/ui/monitoring/advanced").body());
            assertThat(page.select("#card-redis").attr("data-state")).isEqualTo("unknown");
            assertThat(page.select("#card-redis").text()).contains("run ACL SETUSER blind +info +ping");
            assertThat(server.json("/api/monitoring/summary")
                            .at("/verdict/conditions")
                            .findValuesAsText("text"))
                    .anyMatch(text -> text.contains("run ACL SETUSER blind +info +ping"));
        }
    }

    @Test
    void status_forAUserWithOnlyInfo_isKnown() {
        acl("SETUSER", "watcher", "on", ">secret", "+info", "+ping");
        try (QueryServer server = server("watcher:secret@")) {
            JsonNode status = server.json(STATUS);

            assertThat(status.get("status").asText()).isEqualTo("connected");
            assertThat(status.get("memory_max_mb").asDouble()).isEqualTo(64);
            assertThat(status.get("unknown")).isEmpty();
        }
    }

    @Test
    void status_withAWrongPassword_saysWhatToSet() {
        acl("SETUSER", "locked", "on", ">secret", "+info", "+ping");
        try (QueryServer server = server("locked:wrong@")) {
            // On a busy machine, the first connection may take too long.
            JsonNode status = await().atMost(Duration.ofMinutes(1))
                    .until(
                            () -> server.json(STATUS),
                            answer -> answer.at("/unknown/0/reason").asText().contains("WRONGPASS"));

            assertThat(status.get("memory_used_mb").isNull()).isTrue();
            assertThat(status.at("/unknown/0/remedy").asText()).contains("TIDEMARK_REDIS_URI");
        }
    }

    @Test
    void status_withoutTheRequiredPassword_saysWhatToSet() {
        try (var locked = new RedisServer(RedisSettings.temporary())) {
            locked.start();
            command(locked, CommandType.CONFIG, "SET", "requirepass", "secret");
            try (QueryServer server = QueryServer.settings().redis(locked.uri()).start()) {
                JsonNode status = server.json(STATUS);

                assertThat(status.get("memory_used_mb").isNull()).isTrue();
                assertThat(status.at("/unknown/0/reason").asText()).contains("NOAUTH");
                assertThat(status.at("/unknown/0/remedy").asText())
                        .isEqualTo("set TIDEMARK_REDIS_URI to redis://USER:PASSWORD@" + locked.address());
            }
        }
    }

    @Test
    void hitRate_coversThePeriodInsteadOfTheTimeSinceTheStart() {
        try (RedisServer own = new RedisServer(RedisSettings.temporary())) {
            own.start();
            TestClock clock = new TestClock(NOW);
            lookUp(own, "missing", 100);
            try (QueryServer server = QueryServer.settings()
                    .postgres(Store.create().jdbcUrl())
                    .redis(own.uri())
                    .clock(clock)
                    .start()) {
                assertThat(server.json(STATUS).get("hit_rate").isNull()).isTrue();
                command(own, CommandType.SET, "present", "1");
                lookUp(own, "present", 30);
                lookUp(own, "missing", 10);
                // As many as the collector makes and counts are not those of an application.
                OwnLookups ours = server.bean(OwnLookups.class);
                lookUp(own, "present", 20);
                IntStream.range(0, 20).forEach(i -> ours.hit());
                clock.advance(Duration.ofMinutes(4));

                JsonNode status = await().atMost(Duration.ofMinutes(3))
                        .until(
                                () -> server.json(STATUS),
                                answer -> !answer.get("hit_rate").isNull());

                assertThat(status.get("hit_rate").asDouble()).isEqualTo(75);
                assertThat(status.get("lookups").asInt()).isEqualTo(40);
                assertThat(status.get("evicted_keys").asInt()).isZero();
                assertThat(status.get("counted_from").asText()).isEqualTo(NOW.toString());
                assertThat(status.get("counted_to").asText())
                        .isEqualTo(NOW.plus(Duration.ofMinutes(4)).toString());
                assertThat(Jsoup.parse(server.get("/ui/monitoring/advanced").body())
                                .select("#card-redis .headline-label")
                                .text())
                        .isEqualTo("hit rate, last 4 min");

                command(own, CommandType.CONFIG, "RESETSTAT");
                clock.advance(Duration.ofMinutes(1));
                await().atMost(Duration.ofMinutes(3))
                        .until(() -> server.json(STATUS).get("hit_rate").isNull());
            }
        }
    }

    @Test
    void memory_withoutALimit_isNotFull() {
        try (RedisServer own = new RedisServer(RedisSettings.temporary())) {
            own.start();
            command(own, CommandType.CONFIG, "SET", "maxmemory", "0");
            try (QueryServer server = QueryServer.settings().redis(own.uri()).start()) {
                assertThat(server.json(STATUS).get("memory_limit").asText()).isEqualTo("system");
                assertThat(Jsoup.parse(server.get("/ui/monitoring/advanced").body())
                                .select("#card-redis")
                                .text())
                        .contains("no maxmemory");
            }
        }
    }

    private QueryServer server(String userInfo) {
        return QueryServer.settings()
                .with("tidemark.redis.uri", "redis://" + userInfo + redis.address())
                .start();
    }

    private void acl(String... words) {
        command(redis, CommandType.ACL, words);
    }

    private static void lookUp(RedisServer server, String key, int times) {
        RedisClient client = RedisClient.create(server.uri().toString());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            for (int i = 0; i < times; i++) {
                connection.sync().get(key);
            }
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    private static void command(RedisServer server, CommandType type, String... words) {
        RedisClient client = RedisClient.create(server.uri().toString());
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
