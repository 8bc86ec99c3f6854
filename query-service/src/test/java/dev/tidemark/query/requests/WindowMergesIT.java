package dev.tidemark.query.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.Tier;
import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of earlier questions never shows: every answer is what merging the stored windows one by one gives. */
class WindowMergesIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");
    private static final Instant OPEN_HOUR = Instant.parse("2026-11-21T09:00:00Z");
    private static final String ALL = "true";
    private static final String ORDERS = "endpoint_id IN (SELECT id FROM endpoint WHERE route = '/orders')";

    private final Store store = Store.create();
    private final StoredWindows windows = new StoredWindows(store);
    private final TestClock clock = new TestClock(NOW);
    private final QueryServer server =
            QueryServer.settings().postgres(store.jdbcUrl()).clock(clock).start();
    private final List<RequestEvent> requests = new ArrayList<>();
    private int questions;

    @BeforeEach
    void store() throws SQLException {
        requests.addAll(Requests.spread(NOW.minus(Duration.ofDays(8)), Duration.ofDays(8), 900, "/products", 10, 7));
        requests.addAll(Requests.spread(NOW.minus(Duration.ofDays(8)), Duration.ofDays(8), 300, "/orders", 300, 0));
        requests.addAll(Requests.spread(NOW.minus(Duration.ofHours(24)), Duration.ofHours(24), 700, "/orders", 30, 0));
        requests.addAll(Requests.spread(NOW.minus(Duration.ofHours(1)), Duration.ofHours(1), 300, "/cart", 5, 0));
        store.requests(requests);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answers_afterLateRequests_areThoseOfAPlainMerge() throws SQLException {
        Random random = new Random(1);
        assertAnswers();
        for (int round = 0; round < 12; round++) {
            RequestEvent request = requests.get(random.nextInt(requests.size()));
            Instant at = Instant.ofEpochSecond(request.timestampMicros() / 1_000_000);
            windows.addLate(at, endpoint(request.route()), 1 + random.nextInt(2_000_000));
            if (at.isAfter(NOW.minus(Duration.ofHours(24))) && at.isBefore(OPEN_HOUR)) {
                // What may be late shows at once, but for the timelines of a day and more, and the minutes of the open
                // hour.
                assertReports(Duration.ofDays(7), ALL, "");
                assertTimeline(Duration.ofHours(1), Tier.TEN_SECONDS, 30, ALL, "");
            }
            clock.advance(WindowVersions.LONGEST);

            assertAnswers();
        }
    }

    @ParameterizedTest
    @CsvSource({"/orders, PT5H", "/cart, PT15M"})
    void timeline_whileTheTiersAreStoredOneAfterTheOther_isNotKeptBehind(String route, Duration age)
            throws SQLException {
        Instant late = requests.stream()
                .filter(request -> request.route().equals(route))
                .map(request -> Instant.ofEpochSecond(request.timestampMicros() / 1_000_000))
                .filter(NOW.minus(age)::isBefore)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        assertTimelines();
        for (List<Tier> order : List.of(
                List.of(Tier.ONE_HOUR, Tier.ONE_MINUTE, Tier.TEN_SECONDS),
                List.of(Tier.TEN_SECONDS, Tier.ONE_MINUTE, Tier.ONE_HOUR))) {
            for (Tier tier : order) {
                windows.addLate(tier, late, endpoint(route), 1_234_567);
                // Asked in between, to be kept if it ever is.
                assertThat(server.json(latency(Duration.ofHours(24)))).isNotEmpty();
                assertThat(server.json(latency(Duration.ofHours(1)))).isNotEmpty();
            }
            clock.advance(WindowVersions.LONGEST);
            assertTimelines();
        }
    }

    @Test
    void answers_afterWindowsWereDropped_areWithoutThem() throws SQLException {
        assertAnswers();
        store.execute("DELETE FROM rollup_1h WHERE window_start < '2026-11-21T00:00:00Z'");
        store.execute("DELETE FROM rollup_1m WHERE window_start < '2026-11-21T00:00:00Z'");
        clock.advance(WindowVersions.LONGEST);

        assertReports(Duration.ofDays(7), ALL, "");
        assertTimeline(Duration.ofDays(7), Tier.ONE_HOUR, 3600, ALL, "");
        assertTimeline(Duration.ofHours(24), Tier.ONE_MINUTE, 900, ALL, "");
    }

    @Test
    void answers_afterAnEndpointWasAddedToOldWindows_haveIt() throws SQLException {
        assertAnswers();
        store.requests(Requests.spread(NOW.minus(Duration.ofDays(6)), Duration.ofDays(6), 50, "/late", 40, 0));
        clock.advance(WindowVersions.LONGEST);

        assertAnswers();
        assertThat(server.json(endpoints(Duration.ofDays(7), "")).findValuesAsText("route"))
                .contains("/late");
    }

    @Test
    void answers_toManyReadersAtOnce_areThoseOfAPlainMerge() throws Exception {
        try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> asked = new ArrayList<>();
            for (int reader = 0; reader < 4; reader++) {
                asked.add(readers.submit(() -> {
                    assertAnswers();
                    return null;
                }));
            }
            for (Future<?> reader : asked) {
                reader.get();
            }
        }
    }

    @Test
    void kept_ofMoreBlocksThanFit_isBounded() {
        ApplicationContext context = server.bean(ApplicationContext.class);
        Database database = context.getBean(Database.class, Qualifiers.byName(Databases.STORE));
        RollupQueries rollups = context.getBean(RollupQueries.class);
        WindowVersions versions = context.getBean(WindowVersions.class);
        WindowMerges roomy = new WindowMerges(database, rollups, 1 << 20);
        WindowMerges narrow = new WindowMerges(database, rollups, 20_000);
        Segment week = new Segment(Tier.ONE_HOUR, Instant.parse("2026-11-14T00:00:00Z"), NOW);
        Map<WindowMerges, Long> counts = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            for (WindowMerges merges : List.of(roomy, narrow)) {
                counts.put(merges, 0L);
                database.readLong(() -> {
                    List<WindowBlock> blocks = new WindowBlocks(versions, EndpointChoice.ALL, NOW, Duration.ZERO)
                            .ofParts(week, Duration.ofHours(1));
                    merges.read(blocks, new WindowBlock.Grouping.ByEndpoint(), EndpointChoice.ALL)
                            .forEach(window -> counts.merge(merges, window.count(), Long::sum));
                    return true;
                });
            }
        }

        assertThat(counts.get(narrow)).isEqualTo(counts.get(roomy)).isPositive();
        assertThat(roomy.keptBytes()).isBetween(40_000L, 1L << 20);
        assertThat(narrow.keptBytes()).isBetween(1L, 20_000L);
    }

    private void assertAnswers() throws SQLException {
        assertReports(Duration.ofDays(7), ALL, "");
        assertReports(Duration.ofHours(24), ALL, "");
        assertTimelines();
    }

    private void assertTimelines() throws SQLException {
        assertTimeline(Duration.ofDays(7), Tier.ONE_HOUR, 3600, ALL, "");
        assertTimeline(Duration.ofHours(24), Tier.ONE_MINUTE, 900, ALL, "");
        assertTimeline(Duration.ofHours(24), Tier.ONE_MINUTE, 900, ORDERS, "&route=/orders");
        assertTimeline(Duration.ofHours(1), Tier.TEN_SECONDS, 30, ALL, "");
    }

    private void assertReports(Duration length, String condition, String filter) throws SQLException {
        JsonNode answer = server.json(endpoints(length, filter));
        Map<Long, StoredWindows.Merged> expected = windows.merged(
                Objects.requireNonNull(Tier.of(answer.get("tier").asText())),
                Instant.parse(answer.get("from").asText()),
                Instant.parse(answer.get("to").asText()),
                condition,
                "endpoint_id");

        assertThat(answer.get("total").asInt()).isEqualTo(expected.size());
        for (JsonNode endpoint : answer.get("endpoints")) {
            StoredWindows.Merged merged = Objects.requireNonNull(
                    expected.get((long) endpoint(endpoint.get("route").asText())));
            assertThat(endpoint.get("request_count").asLong()).isEqualTo(merged.count());
            for (int percent : new int[] {50, 95, 99}) {
                assertThat(endpoint.get("p" + percent + "_latency_ms").asDouble())
                        .isEqualTo(merged.millisAt(percent / 100.0));
            }
        }
    }

    private void assertTimeline(Duration length, Tier tier, long width, String condition, String filter)
            throws SQLException {
        JsonNode answer = server.json(latency(length) + filter);
        Map<Long, StoredWindows.Merged> expected = windows.merged(
                tier,
                Instant.parse(answer.get("from").asText()),
                Instant.parse(answer.get("to").asText()),
                condition,
                "extract(epoch FROM window_start)::bigint / " + width);

        assertThat(answer.get("bucket_seconds").asLong()).isEqualTo(width);
        for (JsonNode point : answer.get("points")) {
            StoredWindows.Merged merged =
                    expected.get(Instant.parse(point.get("ts").asText()).getEpochSecond() / width);
            assertThat(point.get("count").asLong()).isEqualTo(merged == null ? 0 : merged.count());
            for (int percent : new int[] {50, 95, 99}) {
                JsonNode value = point.get("p" + percent + "_ms");
                if (merged == null) {
                    assertThat(value.isNull()).isTrue();
                } else {
                    assertThat(value.asDouble()).isEqualTo(merged.millisAt(percent / 100.0));
                }
            }
        }
    }

    private String endpoints(Duration length, String filter) {
        return "/api/monitoring/api/endpoints?limit=500&from=" + neverAsked(length) + filter;
    }

    private String latency(Duration length) {
        return "/api/monitoring/api/latency?from=" + neverAsked(length);
    }

    /** So that no answer is one that was kept whole. */
    private synchronized Instant neverAsked(Duration length) {
        return clock.instant().minus(length).plusMillis(++questions);
    }

    private int endpoint(String route) throws SQLException {
        return (int) store.number("SELECT id FROM endpoint WHERE route = '" + route + "'");
    }
}
