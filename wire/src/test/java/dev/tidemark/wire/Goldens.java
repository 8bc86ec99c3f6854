package dev.tidemark.wire;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.event.RollupKey;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.event.Series;
import dev.tidemark.wire.event.Tier;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All golden payloads and their events. */
public final class Goldens {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private Goldens() {}

    public static Stream<Golden<?>> all() {
        return Stream.of(requests(), logs(), samples(), calls(), rollups()).flatMap(List::stream);
    }

    private static List<Golden<?>> requests() {
        return List.of(
                request(
                        "request-v1.json",
                        new RequestEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "shop",
                                "shop-7f9c-1",
                                "POST",
                                "/orders/{id}",
                                503,
                                812_345,
                                TRACE,
                                SPAN,
                                "java.net.SocketTimeoutException",
                                512L,
                                0L)),
                request(
                        "request-v1-minimal.json",
                        new RequestEvent(
                                -1, "shop", null, "GET", RequestEvent.UNMATCHED, 100, 0, null, null, null, null, null)),
                request(
                        "request-v1-limits.json",
                        new RequestEvent(
                                micros("9999-12-31T23:59:59.999999Z"),
                                "boutique-été-店",
                                "\"quoted\" \\ back",
                                "GET",
                                "/a/{b}\n\t",
                                599,
                                RequestEvent.MAX_DURATION_MICROS,
                                null,
                                null,
                                null,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE)),
                request(
                        "request-v1-parent.json",
                        new RequestEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "shop",
                                "shop-7f9c-1",
                                "POST",
                                "/orders/{id}",
                                503,
                                812_345,
                                TRACE,
                                SPAN,
                                "java.net.SocketTimeoutException",
                                512L,
                                0L,
                                "b7ad6b7169203331",
                                false,
                                null)),
                request(
                        "request-v1-stream.json",
                        new RequestEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "shop",
                                "shop-7f9c-1",
                                "GET",
                                "/orders/{id}/events",
                                499,
                                30_000_000,
                                TRACE,
                                SPAN,
                                "java.net.SocketTimeoutException",
                                0L,
                                4_096L,
                                "b7ad6b7169203331",
                                true,
                                null)),
                request(
                        "request-v1-parts.json",
                        new RequestEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "shop",
                                "shop-7f9c-1",
                                "POST",
                                "/orders/{id}",
                                200,
                                812_345,
                                TRACE,
                                SPAN,
                                null,
                                512L,
                                0L,
                                "b7ad6b7169203331",
                                false,
                                new RequestParts(700_000, 12, 1_500, 3_000, 2, 0, 0))),
                request(
                        "request-v1-read-some-parts.json",
                        new RequestEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "shop",
                                null,
                                "GET",
                                "/",
                                200,
                                1_000,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                false,
                                new RequestParts(0, 0, 0, 0, 0, 900, 1))),
                request(
                        "request-v1-read-unknown-fields.json",
                        new RequestEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "shop",
                                null,
                                "GET",
                                "/",
                                200,
                                1_500,
                                null,
                                null,
                                null,
                                null,
                                null)));
    }

    private static List<Golden<?>> logs() {
        return List.of(
                log(
                        "log-v1.json",
                        new LogEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "shop",
                                "shop-7f9c-1",
                                LogLevel.ERROR,
                                "com.example.shop.Orders",
                                "http-nio-8081-exec-3",
                                "order 4711 failed: <script>alert(1)</script>",
                                TRACE,
                                SPAN,
                                "java.sql.SQLTransientConnectionException",
                                "java.sql.SQLTransientConnectionException: no connection\n"
                                        + "\tat com.example.shop.Orders.place(Orders.java:42)",
                                inOrder("user", "u-17", "order", "4711", "attempt", "3"))),
                log(
                        "log-v1-minimal.json",
                        new LogEvent(
                                micros("2026-11-21T09:40:34Z"),
                                LogEvent.UNKNOWN_SERVICE,
                                null,
                                LogLevel.INFO,
                                null,
                                null,
                                "",
                                null,
                                null,
                                null,
                                null,
                                Map.of())),
                log(
                        "log-v1-read-bare.json",
                        new LogEvent(
                                micros("2026-11-21T09:40:34Z"),
                                LogEvent.UNKNOWN_SERVICE,
                                null,
                                LogLevel.UNKNOWN,
                                null,
                                null,
                                "started",
                                null,
                                null,
                                null,
                                null,
                                Map.of())),
                log(
                        "log-v1-read-logstash.json",
                        new LogEvent(
                                micros("2026-11-21T09:40:34.123456Z"),
                                "billing",
                                null,
                                LogLevel.WARN,
                                "org.springframework.boot.web.embedded.tomcat.TomcatWebServer",
                                "main",
                                "Tomcat started on port 8080",
                                TRACE,
                                SPAN,
                                null,
                                "java.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n",
                                inOrder(
                                        "@version",
                                        "1",
                                        "level_value",
                                        "30000",
                                        "tags",
                                        "SLOW,BILLING",
                                        "HOSTNAME",
                                        "vm-3",
                                        "user",
                                        "u-17"))),
                log(
                        "log-v1-read-ecs.json",
                        new LogEvent(
                                micros("2026-11-21T09:40:34.123Z"),
                                "billing",
                                "billing-2",
                                LogLevel.ERROR,
                                "com.example.Billing",
                                "main",
                                "cannot bill",
                                TRACE,
                                SPAN,
                                "java.io.IOException",
                                "java.io.IOException: broken pipe\n\tat com.example.Billing.bill(Billing.java:7)",
                                inOrder(
                                        "ecs.version",
                                        "1.2.0",
                                        "event.dataset",
                                        "billing",
                                        "error.message",
                                        "broken pipe"))),
                log(
                        "log-v1-read-ecs-nested.json",
                        new LogEvent(
                                micros("2026-11-21T09:40:34.123Z"),
                                "billing",
                                "billing-2",
                                LogLevel.DEBUG,
                                "com.example.Billing",
                                "worker-1",
                                "billed",
                                null,
                                null,
                                null,
                                null,
                                inOrder("process.pid", "4711", "labels.customer", "c-9", "ecs.version", "8.11"))));
    }

    private static List<Golden<?>> samples() {
        return List.of(
                sample(
                        "sample-v1.json",
                        new SampleEvent(
                                micros("2026-11-21T09:40:35.000001Z"),
                                "shop",
                                "shop-7f9c-1",
                                MetricType.SYSTEM,
                                "disk_used_percent",
                                81.25,
                                inOrder("mount", "/var/lib", "device", "nvme0n1p1"))),
                sample(
                        "sample-v1-minimal.json",
                        new SampleEvent(
                                micros("2026-11-21T09:40:35Z"),
                                "shop",
                                null,
                                MetricType.BUSINESS,
                                "orders_placed",
                                -0.5,
                                Map.of())),
                sample(
                        "sample-v1-read-whole-number.json",
                        new SampleEvent(
                                micros("2026-11-21T09:40:35Z"),
                                "shop",
                                null,
                                MetricType.CACHE,
                                "cache_hits",
                                12_345_678_901.0,
                                inOrder("cache", "products", "size", "100", "warm", "true"))));
    }

    private static List<Golden<?>> calls() {
        return List.of(
                call(
                        "call-v1.json",
                        new CallSummary(
                                micros("2026-11-21T09:40:30Z"),
                                "shop",
                                "shop-7f9c-1",
                                "POST",
                                "/orders/{id}",
                                CallKind.REDIS,
                                "redis:cache:6379",
                                "GET product:*",
                                3,
                                1,
                                21_400,
                                20_000,
                                0L,
                                1L,
                                2L,
                                sketchOf(400, 1_000, 20_000))),
                call(
                        "call-v1-background.json",
                        new CallSummary(
                                micros("2026-11-21T09:40:30Z"),
                                "shop",
                                null,
                                null,
                                null,
                                CallKind.DB,
                                "postgresql:db:5432/shop",
                                "DELETE FROM cart WHERE expires < ?",
                                1,
                                0,
                                0,
                                0,
                                12L,
                                null,
                                null,
                                sketchOf(0))));
    }

    private static List<Golden<?>> rollups() {
        RollupKey key = new RollupKey(
                new Series("shop", "POST", "/orders/{id}"), Tier.TEN_SECONDS, micros("2026-11-21T09:40:30Z"));
        RollupKey other = new RollupKey(Series.other("shop"), Tier.ONE_HOUR, micros("1969-12-31T23:00:00Z"));
        return List.of(
                new Golden<>("rollup-key-v1.json", "rollup-key", Codecs.ROLLUP_KEY_JSON, key),
                new Golden<>("rollup-key-v1-other.json", "rollup-key", Codecs.ROLLUP_KEY_JSON, other),
                rollup(
                        "rollup-v1.json",
                        new Rollup(
                                key,
                                6,
                                3,
                                List.of(0L, 2L, 1L, 1L, 2L),
                                Map.of("java.net.SocketTimeoutException", 2L, "404", 1L),
                                854_345,
                                0,
                                812_345,
                                1_024,
                                65_536,
                                sketchOf(0, 1_000, 1_000, 20_000, 20_000, 812_345))),
                rollup(
                        "rollup-v1-streams.json",
                        new Rollup(
                                key,
                                5,
                                2,
                                2,
                                List.of(1L, 2L, 0L, 1L, 1L),
                                Map.of("java.net.SocketTimeoutException", 1L),
                                833_345,
                                1_000,
                                812_345,
                                1_024,
                                65_536,
                                sketchOf(1_000, 20_000, 812_345),
                                null)),
                rollup(
                        "rollup-v1-parts.json",
                        new Rollup(
                                key,
                                4,
                                0,
                                1,
                                List.of(0L, 4L, 0L, 0L, 0L),
                                Map.of(),
                                833_345,
                                1_000,
                                812_345,
                                1_024,
                                65_536,
                                sketchOf(1_000, 20_000, 812_345),
                                parts())),
                rollup(
                        "rollup-v1-only-streams.json",
                        new Rollup(
                                key,
                                3,
                                0,
                                3,
                                List.of(1L, 1L, 0L, 1L, 0L),
                                Map.of(),
                                0,
                                0,
                                0,
                                0,
                                4_096,
                                sketchOf(),
                                null)),
                rollup(
                        "rollup-v1-minimal.json",
                        new Rollup(
                                other,
                                1,
                                0,
                                List.of(1L, 0L, 0L, 0L, 0L),
                                Map.of(),
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                0,
                                0,
                                sketchOf(Long.MAX_VALUE))),
                rollup(
                        "rollup-v1-read-unknown-fields.json",
                        new Rollup(
                                key,
                                2,
                                0,
                                List.of(0L, 2L, 0L, 0L, 0L),
                                Map.of(),
                                2_000,
                                1_000,
                                1_000,
                                0,
                                0,
                                sketchOf(1_000, 1_000))));
    }

    private static Golden<RequestEvent> request(String file, RequestEvent event) {
        return new Golden<>(file, "request", Codecs.REQUEST_JSON, event);
    }

    private static Golden<LogEvent> log(String file, LogEvent event) {
        return new Golden<>(file, "log", Codecs.LOG_JSON, event);
    }

    private static Golden<SampleEvent> sample(String file, SampleEvent event) {
        return new Golden<>(file, "sample", Codecs.SAMPLE_JSON, event);
    }

    private static Golden<CallSummary> call(String file, CallSummary event) {
        return new Golden<>(file, "call", Codecs.CALL_JSON, event);
    }

    private static Golden<Rollup> rollup(String file, Rollup event) {
        return new Golden<>(file, "rollup", Codecs.ROLLUP_JSON, event);
    }

    private static PartSums parts() {
        PartSums parts = new PartSums();
        parts.add(1_000, RequestParts.NONE);
        parts.add(812_345, new RequestParts(700_000, 12, 1_500, 3_000, 2, 0, 0));
        return parts;
    }

    private static LatencySketch sketchOf(long... micros) {
        LatencySketch sketch = new LatencySketch();
        for (long value : micros) {
            sketch.add(value);
        }
        return sketch;
    }

    private static Map<String, String> inOrder(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** Parses without the codec. */
    private static long micros(String timestamp) {
        Instant instant = Instant.parse(timestamp);
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
