package dev.tidemark.ingest.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.Backends;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import dev.tidemark.ingest.trace.Traced;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.RequestParts;
import io.lettuce.core.KeyValue;
import io.lettuce.core.LettuceVersion;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** With lettuce 7, and in a second run with lettuce 6. */
class LettuceIT {
    private static final long SLEEP_MICROS = 200_000;
    private static final long WORK_MICROS = 100_000;
    private static final ProtocolKeyword DEBUG = new Debug();
    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)");

    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;
    private static RedisCommands<String, String> redis;
    private RecordingTidemark tidemark;

    @BeforeAll
    static void connect() {
        client = RedisClient.create(Backends.redis().uri().toString());
        TidemarkRedis.measure(TidemarkRedis.measure(client));
        connection = client.connect();
        redis = connection.sync();
    }

    @AfterAll
    static void disconnect() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
    }

    @BeforeEach
    void prepare() {
        redis.flushall();
        redis.mset(Map.of("product:1", "a", "product:2", "b", "product:3", "c"));
        redis.hset("session:1", Map.of("user", "42", "cart", "7"));
        redis.configResetstat();
        tidemark = new RecordingTidemark();
    }

    @AfterEach
    void close() {
        tidemark.close();
    }

    @Test
    void version_isTheOneToTest() {
        assertThat(LettuceVersion.getVersion()).startsWith(System.getProperty("lettuce.version", "7") + ".");
        assertThat(MeasuredOutput.IS_COMPLETE).isTrue();
    }

    /** Counts and hits equal those of Redis. */
    @Test
    void synchronous_countsAreThoseOfRedis() {
        RequestParts parts = serve(() -> {
            for (int i = 0; i < 10; i++) {
                redis.get("product:" + i);
            }
            redis.mget("product:1", "product:2", "product:99");
            redis.exists("product:1", "product:2", "product:98", "product:97");
            redis.set("cart:1", "x");
            redis.getdel("cart:1");
            redis.eval("return redis.call('get', KEYS[1])", ScriptOutputType.VALUE, "product:3");
        });
        Map<String, CallSummary> calls = calls();
        Map<String, Long> counted = commandStats();
        long hits = stat("keyspace_hits");
        long misses = stat("keyspace_misses");

        assertThat(parts.redisCalls()).isEqualTo(15);
        assertThat(count(calls, "GET product:*")).isEqualTo(10);
        // Redis counts the one in the script as well.
        assertThat(counted).containsEntry("get", 11L).containsEntry("mget", 1L).containsEntry("exists", 1L);
        assertThat(calls.keySet())
                .containsExactlyInAnyOrder(
                        "GET product:*",
                        "MGET product:*",
                        "EXISTS product:*",
                        "SET cart:*",
                        "GETDEL cart:*",
                        "EVAL product:*");
        assertThat(calls.values())
                .allMatch(call -> call.count()
                        == Objects.requireNonNull(counted.get(
                                        call.operation().split(" ")[0].toLowerCase(java.util.Locale.ROOT)))
                                - (call.operation().startsWith("GET product") ? 1 : 0));
        assertThat(hits(calls, "GET product:*")).isEqualTo(3);
        assertThat(misses(calls, "GET product:*")).isEqualTo(7);
        assertThat(hits(calls, "MGET product:*")).isEqualTo(2);
        assertThat(misses(calls, "MGET product:*")).isEqualTo(1);
        assertThat(hits(calls, "EXISTS product:*")).isEqualTo(2);
        assertThat(misses(calls, "EXISTS product:*")).isEqualTo(2);
        assertThat(hits(calls, "GETDEL cart:*")).isEqualTo(1);
        // Again less the script's.
        assertThat(calls.values().stream().mapToLong(call -> value(call.hits())).sum())
                .isEqualTo(hits - 1);
        assertThat(calls.values().stream()
                        .mapToLong(call -> value(call.misses()))
                        .sum())
                .isEqualTo(misses);
        assertThat(calls.values())
                .extracting(CallSummary::target)
                .containsOnly("redis:127.0.0.1:" + Backends.redis().uri().getPort());
    }

    @Test
    void hashes_countFields() {
        serve(() -> {
            redis.hget("session:1", "user");
            redis.hget("session:1", "name");
            redis.hmget("session:1", "user", "cart", "name");
            redis.hexists("session:1", "user");
            redis.hget("session:2", "user");
        });
        Map<String, CallSummary> calls = calls();

        assertThat(hits(calls, "HGET session:*")).isEqualTo(1);
        assertThat(misses(calls, "HGET session:*")).isEqualTo(2);
        assertThat(hits(calls, "HMGET session:*")).isEqualTo(2);
        assertThat(misses(calls, "HMGET session:*")).isEqualTo(1);
        assertThat(hits(calls, "HEXISTS session:*")).isEqualTo(1);
    }

    @Test
    void asynchronous_continuationsBelongToTheRequestAndAreNoTimeOfRedis() {
        RequestParts parts = serve(() -> {
            CompletableFuture<String> second = connection
                    .async()
                    .dispatch(DEBUG, new StatusOutput<>(StringCodec.UTF8), sleep())
                    .thenCompose(done -> {
                        work(WORK_MICROS / 1_000);
                        return connection.async().get("product:1");
                    })
                    .toCompletableFuture();
            assertThat(second.join()).isEqualTo("a");
        });

        assertThat(parts.redisCalls()).isEqualTo(2);
        assertThat(parts.redisMicros())
                .isBetween(SLEEP_MICROS, tidemark.request().durationMicros() - WORK_MICROS);
        assertThat(count(calls(), "GET product:*")).isEqualTo(1);
    }

    @Test
    void reactive_chainsBelongToTheRequestAndAreNoTimeOfRedis() {
        RequestParts parts = serve(() -> {
            List<KeyValue<String, String>> last = connection
                    .reactive()
                    .dispatch(DEBUG, new StatusOutput<>(StringCodec.UTF8), sleep())
                    .doOnNext(done -> work(WORK_MICROS / 1_000))
                    .flatMap(done -> connection.reactive().get("product:1"))
                    .thenMany(connection.reactive().mget("product:1", "product:2", "product:77"))
                    .collectList()
                    .block();
            assertThat(last).hasSize(3);
        });
        Map<String, CallSummary> calls = calls();

        assertThat(parts.redisCalls()).isEqualTo(3);
        assertThat(parts.redisMicros())
                .isBetween(SLEEP_MICROS, tidemark.request().durationMicros() - WORK_MICROS);
        assertThat(hits(calls, "GET product:*")).isEqualTo(1);
        assertThat(hits(calls, "MGET product:*")).isEqualTo(2);
        assertThat(misses(calls, "MGET product:*")).isEqualTo(1);
    }

    @Test
    void reactive_streamsOfElements_arriveAsWithoutTidemark() {
        redis.rpush("list", "1", "2", "3");
        List<String> elements = new ArrayList<>();
        serve(() -> elements.addAll(
                Objects.requireNonNull(Flux.from(connection.reactive().lrange("list", 0, -1))
                        .collectList()
                        .block())));

        assertThat(elements).containsExactly("1", "2", "3");
        assertThat(count(calls(), "LRANGE list")).isEqualTo(1);
    }

    @Test
    void time_isThatOfTheAnswer() {
        RequestParts parts = serve(() -> redis.dispatch(DEBUG, new StatusOutput<>(StringCodec.UTF8), sleep()));

        assertThat(parts.redisMicros())
                .isBetween(SLEEP_MICROS, tidemark.request().durationMicros());
    }

    /** Spring Data does so with pipelines. */
    @Test
    void output_thatTheApplicationReadsItself_leavesItsThreadAlone() {
        List<RedisFuture<String>> sent = new ArrayList<>();
        serve(() -> sent.add(connection.async().get("product:1")));
        assertThat(sent.get(0).toCompletableFuture().join()).isEqualTo("a");

        assertThat(((RedisCommand<?, ?, ?>) sent.get(0)).getOutput().get()).isEqualTo("a");
        assertThat(TraceContext.current()).isNull();
    }

    @Test
    void pipelined_eachCommandCountsAndTheTimeOnce() {
        RequestParts parts = serve(() -> {
            StatefulRedisConnection<String, String> own = client.connect();
            own.setAutoFlushCommands(false);
            List<RedisFuture<String>> sent = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sent.add(own.async().get("product:" + i));
            }
            own.flushCommands();
            sent.forEach(answer -> answer.toCompletableFuture().join());
            own.close();
        });

        assertThat(parts.redisCalls()).isEqualTo(50);
        assertThat(commandStats()).containsEntry("get", 50L);
        assertThat(hits(calls(), "GET product:*")).isEqualTo(3);
    }

    @Test
    void otherThreads_thatTracedHandsTasks_belongToTheRequest() {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        Executor traced = Traced.executor(pool);
        try {
            RequestParts parts = serve(() -> CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> redis.get("product:1"), traced),
                            CompletableFuture.runAsync(() -> redis.get("product:2"), traced))
                    .join());

            assertThat(parts.redisCalls()).isEqualTo(2);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void blockingCommands_areBackgroundOfTheirOwn() {
        RequestParts parts = serve(() -> {
            StatefulRedisConnection<String, String> own = client.connect();
            own.sync().blpop(0.2, "jobs");
            own.sync().xread(XReadArgs.Builder.block(100), XReadArgs.StreamOffset.latest("events"));
            own.sync().xread(XReadArgs.StreamOffset.latest("events"));
            own.close();
        });
        Map<String, CallSummary> calls = calls();

        assertThat(parts.redisCalls()).isEqualTo(1);
        assertThat(parts.redisMicros()).isLessThan(90_000);
        assertThat(calls.keySet())
                .containsExactlyInAnyOrder("BLPOP jobs (blocking)", "XREAD events (blocking)", "XREAD events");
        assertThat(call(calls, "BLPOP jobs (blocking)").route()).isNull();
        assertThat(call(calls, "XREAD events").route()).isEqualTo("/products/{id}");
    }

    @Test
    void transactions_countEachCommandAndItsHits() {
        RequestParts parts = serve(() -> {
            redis.multi();
            redis.get("product:1");
            redis.get("product:55");
            redis.set("cart:5", "x");
            assertThat(redis.exec().size()).isEqualTo(3);
        });
        Map<String, CallSummary> calls = calls();

        assertThat(parts.redisCalls()).isEqualTo(5);
        assertThat(calls.keySet()).containsExactlyInAnyOrder("MULTI", "GET product:*", "SET cart:*", "EXEC");
        assertThat(hits(calls, "GET product:*")).isEqualTo(1);
        assertThat(misses(calls, "GET product:*")).isEqualTo(1);
    }

    @Test
    void errors_areCountedAndReachTheApplication() {
        serve(() -> assertThatThrownBy(() -> redis.lpush("product:1", "x"))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageContaining("WRONGTYPE"));

        assertThat(call(calls(), "LPUSH product:*").errors()).isEqualTo(1);
    }

    @Test
    void timeouts_endTheCall() {
        RequestParts parts = serve(() -> {
            StatefulRedisConnection<String, String> own = client.connect();
            own.setTimeout(Duration.ofMillis(50));
            assertThatThrownBy(() -> own.sync().dispatch(DEBUG, new StatusOutput<>(StringCodec.UTF8), sleep()))
                    .isInstanceOf(RedisCommandTimeoutException.class);
            own.closeAsync();
            work(250);
        });

        assertThat(parts.redisMicros()).isBetween(50_000L, 120_000L);
        assertThat(call(calls(), "DEBUG").errors()).isEqualTo(1);
    }

    @Test
    void withoutARequest_isBackground() {
        redis.get("product:1");

        assertThat(call(calls(), "GET product:*").route()).isNull();
        assertThat(TraceContext.current()).isNull();
    }

    @Test
    void prefixes_thatAreConfigured_comeFirst() {
        tidemark.close();
        tidemark = new RecordingTidemark(Map.of(FilterSetting.CALLS_REDIS_PREFIXES, "prod*:1,*:2"));
        serve(() -> {
            redis.get("product:1");
            redis.get("product:2");
            redis.get("product:3");
        });

        assertThat(calls().keySet()).containsExactlyInAnyOrder("GET prod*:1", "GET *:2", "GET product:*");
    }

    /** Runs as one request, and returns its parts. */
    private RequestParts serve(Runnable work) {
        ServerRequest request = tidemark.tidemark().begin("GET", "/products/1", null, null);
        try (TraceScope ignored = request.trace().makeCurrent()) {
            work.run();
        }
        request.finish("/products/{id}", 200, null, 0, 0);
        return Objects.requireNonNull(tidemark.request().parts());
    }

    private Map<String, CallSummary> calls() {
        tidemark.close();
        Map<String, CallSummary> calls = new HashMap<>();
        for (CallSummary call : tidemark.calls()) {
            assertThat(calls.put(call.operation(), call)).isNull();
        }
        return calls;
    }

    private static CallSummary call(Map<String, CallSummary> calls, String operation) {
        return Objects.requireNonNull(calls.get(operation), () -> operation + " of " + calls.keySet());
    }

    private static long count(Map<String, CallSummary> calls, String operation) {
        return call(calls, operation).count();
    }

    private static long hits(Map<String, CallSummary> calls, String operation) {
        return value(call(calls, operation).hits());
    }

    private static long misses(Map<String, CallSummary> calls, String operation) {
        return value(call(calls, operation).misses());
    }

    private static long value(@Nullable Long number) {
        return number == null ? 0 : number;
    }

    private Map<String, Long> commandStats() {
        Map<String, Long> calls = new HashMap<>();
        Matcher line = CALLS.matcher(redis.info("commandstats"));
        while (line.find()) {
            calls.put(line.group(1), Long.valueOf(line.group(2)));
        }
        return calls;
    }

    private static long stat(String name) {
        Matcher line = Pattern.compile(name + ":(\\d+)").matcher(redis.info("stats"));
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1));
    }

    private static CommandArgs<String, String> sleep() {
        return new CommandArgs<>(StringCodec.UTF8).add("SLEEP").add("0.2");
    }

    private static void work(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Lets Redis wait for a time that is known. */
    private static final class Debug implements ProtocolKeyword {
        @Override
        public byte[] getBytes() {
            return "DEBUG".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return "DEBUG";
        }

        @Override
        public String name() {
            return "DEBUG";
        }
    }
}
