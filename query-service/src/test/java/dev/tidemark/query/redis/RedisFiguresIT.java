package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.RedisServer;
import dev.tidemark.embedded.RedisSettings;
import dev.tidemark.query.collector.SampleTopic;
import dev.tidemark.query.fixture.Calls;
import dev.tidemark.query.fixture.Chromium;
import dev.tidemark.query.fixture.CollectedSamples;
import dev.tidemark.query.fixture.Complaints;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.lettuce.RedisInfo;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.SampleEvent;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the collector reads of a real Redis, stored, is what the API answers; compared with INFO. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisFiguresIT {
    private static final String STATS = "/api/monitoring/redis/stats?period=15m";
    private static final int EARLIER_HITS = 200;
    private static final int HITS = 3000;
    private static final int MISSES = 1000;
    private static final int SESSIONS = 150;
    private static final int PRICES = 50;

    private final RedisServer redis = new RedisServer(RedisSettings.temporary());
    private final Store store = Store.create();
    private SampleTopic topic;
    private QueryServer server;
    private RedisInfo info;
    private Instant called;

    @BeforeAll
    void work() throws Exception {
        redis.start();
        topic = SampleTopic.on(Backends.kafka());
        server = QueryServer.settings()
                .postgres(store.jdbcUrl())
                .redis(redis.uri())
                .kafka(Backends.kafka().bootstrapServers())
                .with("tidemark.redis.timeout", "10s")
                .with("tidemark.collector.enabled", true)
                .with("tidemark.collector.redis-interval", "1s")
                .with("tidemark.collector.keys-interval", "1s")
                .start();
        topic.next("two readings", named("commands_per_second"));
        on(commands -> {
            commands.set("session:1", "");
            for (int i = 0; i < EARLIER_HITS; i++) {
                commands.get("session:1");
            }
        });
        topic.mark();
        topic.next("a reading before the restart", named("hits"));
        restart();
        on(commands -> {
            for (int i = 0; i < SESSIONS; i++) {
                commands.setex("session:" + i, 3600, "x".repeat(200));
            }
            for (int i = 0; i < PRICES; i++) {
                commands.set("price:book:" + i, "y".repeat(5_000));
            }
            commands.psetex("gone", 1, "z");
            for (int i = 0; i < HITS; i++) {
                commands.get("session:1");
            }
            for (int i = 0; i < MISSES; i++) {
                commands.get("nothing:1");
            }
        });
        topic.mark();
        Predicate<SampleEvent> ofPrices = named("memory_used_mb")
                .and(sample -> "price".equals(sample.metadata().get("prefix")));
        topic.next("a reading after the work", named("hits"));
        topic.next("a reading of commands after the work", ofCommand("info"));
        topic.next("a pass over the keys", ofPrices);
        info = new RedisInfo(info());
        CollectedSamples.store(store, topic.all());
        calls();
    }

    private void restart() {
        redis.stop();
        redis.start();
        // The difference to a reading without the command is unknown.
        on(commands -> {
            commands.setex("session:1", 3600, "");
            commands.get("session:1");
        });
        topic.next("the restart", named("restarts").and(sample -> sample.value() == 1));
        topic.mark();
        topic.next("a reading after the restart", named("evicted_keys"));
        topic.next("two readings of commands after the restart", ofCommand("info"));
    }

    private void calls() throws SQLException {
        called = Instant.now().minusSeconds(200);
        store.requests(List.of(Requests.request(called, "shop", "GET", "/cart", 200, 5_000)));
        Calls.store(
                store,
                List.of(
                        Calls.calls(
                                called,
                                "/cart",
                                CallKind.REDIS,
                                "cache:6379",
                                "GET session:*",
                                40,
                                300,
                                null,
                                30L,
                                10L),
                        Calls.calls(called, "/cart", CallKind.REDIS, "cache:6379", "SET session:*", 10, 400),
                        Calls.calls(
                                called, null, CallKind.REDIS, "cache:6379", "MGET price:book:*", 5, 500, null, 0L, 5L),
                        Calls.calls(called, null, CallKind.REDIS, "cache:6379", "PING", 7, 100),
                        Calls.calls(called, "/cart", CallKind.DB, "shop", "SELECT 1", 3, 100)));
    }

    @AfterAll
    void stop() {
        server.close();
        topic.close();
        redis.close();
    }

    @Test
    void stats_addUpTheSpan_overARestart() {
        JsonNode stats = server.json(STATS);

        // The collector's own lookups are subtracted, those of a reading perhaps in the next one.
        assertThat(stats.get("hits").asDouble()).isCloseTo(EARLIER_HITS + HITS, within(10.0));
        assertThat(stats.get("misses").asDouble()).isCloseTo(MISSES, within(10.0));
        assertThat(stats.get("hit_rate").asDouble()).isCloseTo(76.19, within(0.5));
        assertThat(stats.get("evicted_keys").asLong()).isEqualTo(info.number("evicted_keys"));
        assertThat(stats.get("expired_keys").asLong())
                .isEqualTo(info.number("expired_keys"))
                .isEqualTo(1);
        assertThat(stats.get("restarts").asLong()).isEqualTo(1);
        double hits = 0;
        double memory = 0;
        for (JsonNode point : stats.get("points")) {
            hits += point.get("hits").asDouble();
            memory = Math.max(memory, point.get("memory_used_mb").asDouble());
            assertThat(point.get("memory_max_mb").asDouble()).isEqualTo(64);
        }
        assertThat(hits).isEqualTo(stats.get("hits").asDouble());
        assertThat(memory).isBetween(0.1, Objects.requireNonNull(info.number("used_memory_peak")) / 1048576.0);
        assertThat(stats.get("commands").findValuesAsText("command")).contains("get", "setex", "info");
        JsonNode get = command(stats, "get");
        // The mean of all readings in which it was called.
        assertThat(get.get("mean_us").asDouble())
                .isCloseTo(RedisInfo.field(String.valueOf(info.text("cmdstat_get")), "usec_per_call"), within(0.3));
        assertThat(stats.get("unknown")).isEmpty();
    }

    @Test
    void lookups_areAddedUpByPrefixAndEndpoint() {
        JsonNode stats = server.json(STATS);

        assertThat(stats.get("prefixes")).hasSize(2);
        JsonNode session = stats.at("/prefixes/0");
        assertThat(session.get("prefix").asText()).isEqualTo("session");
        assertThat(session.get("target").asText()).isEqualTo("cache:6379");
        assertThat(session.get("calls").asLong()).isEqualTo(50);
        assertThat(session.get("hit_rate").asDouble()).isEqualTo(75);
        assertThat(session.get("total_ms").asDouble()).isEqualTo(16);
        assertThat(stats.at("/prefixes/1/prefix").asText()).isEqualTo("price");
        assertThat(stats.at("/prefixes/1/hit_rate").asDouble()).isZero();
        JsonNode cart = stats.at("/endpoints/0");
        assertThat(cart.get("route").asText()).isEqualTo("/cart");
        assertThat(cart.get("hits").asLong()).isEqualTo(30);
        assertThat(cart.get("misses").asLong()).isEqualTo(10);
        assertThat(stats.at("/endpoints/1/route").isNull()).isTrue();
        assertThat(stats.at("/endpoints/1/calls").asLong()).isEqualTo(12);
        assertThat(server.json(STATS + "&service=nobody").get("prefixes")).isEmpty();
    }

    @Test
    void keys_areThoseOfTheLastPass() {
        JsonNode keys = server.json("/api/monitoring/redis/keys?to=" + Instant.now() + "&from="
                + Instant.now().minusSeconds(600));
        JsonNode all = server.json("/api/monitoring/redis/keys");

        assertThat(all.get("age_seconds").asLong()).isBetween(0L, 600L);
        assertThat(all.get("scanned_percent").asDouble()).isEqualTo(100);
        assertThat(all.get("projected").asBoolean()).isFalse();
        assertThat(keys.get("prefixes")).isNotEmpty();
        JsonNode session = prefix(all, "session");
        assertThat(session.get("keys").asLong()).isEqualTo(SESSIONS);
        assertThat(session.get("keys_with_ttl_percent").asDouble()).isEqualTo(100);
        JsonNode price = prefix(all, "price");
        assertThat(price.get("keys").asLong()).isEqualTo(PRICES);
        assertThat(price.get("keys_with_ttl_percent").asDouble()).isZero();
        assertThat(price.get("bytes_per_key").asDouble()).isBetween(5_000.0, 8_000.0);
        assertThat(all.at("/biggest_keys/0/key").asText()).isEqualTo("price:book:*");
        assertThat(all.get("history").findValuesAsText("prefix")).contains("session", "price");
        assertThat(all.get("unknown")).isEmpty();
    }

    @Test
    void compare_isTheSameSpanEarlier() {
        JsonNode stats = server.json(STATS + "&compare=day");
        assertThat(stats.at("/comparison/comparison").isNull()).isTrue();
        assertThat(Duration.between(
                        Instant.parse(stats.at("/comparison/from").asText()),
                        Instant.parse(stats.get("from").asText())))
                .isBetween(Duration.ofHours(23), Duration.ofHours(25));
        assertThat(stats.at("/comparison/hits").isNull()).isTrue();
        assertThat(stats.at("/comparison/unknown/0/reason").asText()).contains("no samples of Redis");
        JsonNode status = server.json("/api/monitoring/redis/status?compare=week");
        assertThat(status.at("/comparison/hit_rate").isNull()).isTrue();
        assertThat(status.get("connected").asBoolean()).isTrue();
        assertThat(server.json("/api/monitoring/redis/keys?compare=day").at("/comparison/prefixes"))
                .isEmpty();
        assertThat(server.json("/api/monitoring/redis/slowlog?compare=day").has("comparison"))
                .isTrue();
        assertThat(server.get(STATS + "&compare=year").statusCode()).isEqualTo(400);
    }

    @Test
    void status_hasTheDetailsOfInfo_afterTheRestart() {
        RedisInfo now = new RedisInfo(info());
        JsonNode details = server.json("/api/monitoring/redis/status").get("details");

        assertThat(details.get("eviction_policy").asText()).isEqualTo("allkeys-lru");
        assertThat(details.get("clients_max").asLong()).isEqualTo(now.number("maxclients"));
        assertThat(details.get("role").asText()).isEqualTo("master");
        assertThat(details.get("restarted_in_span").asBoolean()).isTrue();
        assertThat(details.get("memory_fragmentation_ratio").asDouble()).isPositive();
        assertThat(details.get("ping_ms").asDouble()).isPositive();
        assertThat(details.get("last_save_ok").asBoolean()).isTrue();
    }

    @Test
    void slowlog_hasCommandsWithoutValues() {
        on(commands -> {
            commands.configSet("slowlog-log-slower-than", "0");
            commands.clientSetname("shop");
            commands.set("token:a1", "hunter2");
            commands.configSet("slowlog-log-slower-than", "10000000");
        });
        JsonNode log = await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> server.json("/api/monitoring/redis/slowlog"),
                        answer -> answer.get("entries")
                                .findValuesAsText("command")
                                .contains("SET token:*"));

        assertThat(log.toString()).doesNotContain("hunter2").doesNotContain("a1");
        assertThat(log.get("entries")).anySatisfy(entry -> {
            assertThat(entry.get("command").asText()).isEqualTo("SET token:*");
            assertThat(entry.get("client").asText()).isEqualTo("shop");
            assertThat(entry.get("arguments").asInt()).isEqualTo(2);
            assertThat(entry.get("duration_ms").asDouble()).isNotNegative();
            assertThat(Instant.parse(entry.get("ts").asText())).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
        });
        assertThat(log.toString()).doesNotContain("127.0.0.1");
    }

    @Test
    void page_showsTheFiguresOfTheApi() {
        try (Chromium chromium = Chromium.launch();
                BrowserContext context = chromium.context()) {
            Page page = context.newPage();
            Complaints complaints = Complaints.of(page);
            Instant from = called.minusSeconds(300);
            String span = "?from=" + from + "&to=" + Instant.now().minusMillis(1);
            page.navigate(server.uri("/ui/monitoring/redis" + span).toString());
            for (String panel : List.of("redis-now", "redis-history", "redis-keys")) {
                PlaywrightAssertions.assertThat(page.locator("#" + panel))
                        .hasAttribute("data-view", Pattern.compile("ready|partial"));
            }
            JsonNode stats = server.json(STATS.replaceAll("\\?.*", "") + span);
            JsonNode keys = server.json("/api/monitoring/redis/keys" + span);
            JsonNode status = server.json("/api/monitoring/redis/status" + span);

            List<String> prefixes = new ArrayList<>();
            stats.get("prefixes")
                    .forEach(row -> prefixes.add(row.get("prefix").asText() + " " + row.get("hits") + " "
                            + row.get("misses") + " " + row.get("calls")));
            assertThat(cells(page, "#redis-prefixes", "prefix", "hits", "misses", "calls"))
                    .containsExactlyInAnyOrderElementsOf(prefixes);
            List<String> commands = new ArrayList<>();
            stats.get("commands").forEach(row -> commands.add(row.get("command").asText()));
            assertThat(cells(page, "#redis-commands", "command")).containsExactlyElementsOf(commands);
            List<String> byPrefix = new ArrayList<>();
            keys.get("prefixes")
                    .forEach(row -> byPrefix.add(
                            row.get("prefix").asText() + " " + row.get("keys").asLong()));
            assertThat(cells(page, "#redis-key-prefixes", "prefix", "keys"))
                    .containsExactlyInAnyOrderElementsOf(byPrefix);
            PlaywrightAssertions.assertThat(page.locator("[data-fact='at the limit'] dd"))
                    .hasText("allkeys-lru");
            PlaywrightAssertions.assertThat(page.locator("[data-fact=version] dd"))
                    .hasText(status.get("version").asText());
            PlaywrightAssertions.assertThat(page.locator(".redis-findings")).containsText("Redis was restarted at");
            PlaywrightAssertions.assertThat(page.locator("#redis-endpoints th a"))
                    .hasAttribute(
                            "href",
                            "/ui/monitoring/advanced" + span.replace(":", "%3A")
                                    + "&service=shop&method=GET&route=%2Fcart");

            page.locator("#redis-commands [data-sort=command]").click();
            PlaywrightAssertions.assertThat(page).hasURL(Pattern.compile("redis-commands_sort=command"));
            assertThat(cells(page, "#redis-commands", "command")).isSortedAccordingTo(String::compareToIgnoreCase);
            assertThat(complaints.all()).isEmpty();
        }
    }

    private static List<String> cells(Page page, String table, String... columns) {
        return page.locator(table + " tbody tr").all().stream()
                .map(row -> Stream.of(columns)
                        .map(column -> row.locator("[data-column=" + column + "] .cell-text")
                                .textContent()
                                .replace(",", ""))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static JsonNode prefix(JsonNode keys, String name) {
        for (JsonNode row : keys.get("prefixes")) {
            if (row.get("prefix").asText().equals(name)) {
                return row;
            }
        }
        throw new AssertionError(name + " is not in " + keys);
    }

    private static JsonNode command(JsonNode stats, String name) {
        for (JsonNode row : stats.get("commands")) {
            if (row.get("command").asText().equals(name)) {
                return row;
            }
        }
        throw new AssertionError(name + " is not in " + stats);
    }

    private static Predicate<SampleEvent> ofCommand(String command) {
        return named("command_calls_per_second")
                .and(sample -> command.equals(sample.metadata().get("command")));
    }

    private static Predicate<SampleEvent> named(String name) {
        return sample -> sample.metricName().equals(name);
    }

    private String info() {
        StringBuilder text = new StringBuilder();
        on(commands -> text.append(commands.info()).append(commands.info("commandstats")));
        return text.toString();
    }

    private void on(Consumer<RedisCommands<String, String>> work) {
        RedisClient client = RedisClient.create(redis.uri().toString());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            work.accept(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
        }
    }
}
