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
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store in which others left rows: windows that cannot be merged, and endpoints that no request uses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgedWindowsIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");
    private static final int UNUSED = 200_000;
    /** Reading all endpoints takes ten times as many. */
    private static final int MOST_BLOCKS = 300;

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();

    @BeforeAll
    void store() throws SQLException {
        List<RequestEvent> requests = new ArrayList<>();
        requests.addAll(Requests.spread(NOW.minus(Duration.ofDays(6)), Duration.ofDays(6), 3000, "/products", 10, 7));
        requests.addAll(Requests.spread(NOW.minusSeconds(120), Duration.ofSeconds(120), 60, "/orders", 300, 0));
        store.requests(requests);
        store.execute("""
                INSERT INTO endpoint (service_id, method, route)
                SELECT id, 'GET', '/unused/' || md5(n::text) FROM service, generate_series(1, ?) AS n
                """, UNUSED);
        for (Tier tier : Tier.values()) {
            forge(tier, NOW.minusSeconds(100));
            forge(tier, NOW.minus(Duration.ofDays(3)));
        }
        for (String table : List.of("endpoint", "rollup_10s", "rollup_1m", "rollup_1h")) {
            store.execute("ANALYZE " + table);
        }
    }

    /**
     * A count that cannot be added to another, a sketch that is none, a sketch of another count, a negative count, and more streams than
     * requests.
     */
    private void forge(Tier tier, Instant at) throws SQLException {
        long micros = tier.windowStart(at.getEpochSecond() * 1_000_000);
        store.execute(
                """
                INSERT INTO rollup_%s
                SELECT ?, e.id, f.count, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '{}', f.sketch, f.streams
                FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM endpoint WHERE route LIKE '/unused/%%' LIMIT 7) AS e
                JOIN (VALUES (1, 1::bigint << 62, '\\x0180808080808080804000'::bytea, NULL::bigint),
                             (2, 1::bigint << 62, '\\x0180808080808080804000'::bytea, 0),
                             (3, 1::bigint << 62, '\\x0180808080808080804000'::bytea, NULL),
                             (4, 1, '\\xdeadbeef'::bytea, NULL), (5, 2, '\\x010100'::bytea, NULL), (6, -3, '\\x010100'::bytea, NULL),
                             (7, 1, '\\x010000'::bytea, 2)) AS f (n, count, sketch, streams) ON f.n = e.n
                """.formatted(tier.label()),
                Instant.ofEpochSecond(micros / 1_000_000).atOffset(ZoneOffset.UTC));
    }

    @AfterAll
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"5m, 7", "15m, 7", "1h, 7", "24h, 7", "7d, 14"})
    void windowsThatCannotBeMerged_areLeftOutAndReported(String period, int skipped) throws SQLException {
        JsonNode endpoints = server.json("/api/monitoring/api/endpoints?period=" + period);
        JsonNode summary =
                server.json("/api/monitoring/summary?period=" + period).get("api");
        JsonNode timeline = server.json("/api/monitoring/api/latency?period=" + period);

        double stored = store.number("SELECT count(*) FROM request WHERE ts >= '"
                + endpoints.get("from").asText() + "' AND ts < '"
                + endpoints.get("to").asText() + "'");
        long counted = 0;
        for (JsonNode endpoint : endpoints.get("endpoints")) {
            counted += endpoint.get("request_count").asLong();
        }
        assertThat((double) counted).isEqualTo(stored).isPositive();
        assertThat(endpoints.get("endpoints").findValuesAsText("route")).containsOnly("/products", "/orders");
        assertThat(endpoints.get("skipped_windows").asInt()).isEqualTo(skipped);
        assertThat(summary.get("request_count").asDouble()).isEqualTo(stored);
        assertThat(summary.get("skipped_windows").asInt()).isEqualTo(skipped);
        assertThat(timeline.get("skipped_windows").asInt()).isEqualTo(skipped);
        assertThat(server.get("/ui/monitoring/advanced?period=" + period).body())
                .contains("windows skipped");
    }

    /** A block that is not kept is read again for each question. */
    @Test
    void blockWithWindowsThatCannotBeMerged_isKept() {
        ApplicationContext context = server.bean(ApplicationContext.class);
        Database database = context.getBean(Database.class, Qualifiers.byName(Databases.STORE));
        WindowMerges merges = new WindowMerges(database, context.getBean(RollupQueries.class), 1 << 20);
        Instant day = NOW.minus(Duration.ofDays(3)).truncatedTo(ChronoUnit.DAYS);

        long skipped = database.readLong(() -> {
            List<WindowBlock> blocks = new WindowBlocks(
                            context.getBean(WindowVersions.class), EndpointChoice.ALL, NOW, Duration.ZERO)
                    .ofHours(new Segment(Tier.ONE_HOUR, day, day.plus(Duration.ofDays(1))));
            try (Stream<RollupQueries.Window> windows =
                    merges.read(blocks, new WindowBlock.Grouping.ByEndpoint(), EndpointChoice.ALL)) {
                return windows.mapToLong(RollupQueries.Window::skipped).sum();
            }
        });

        assertThat(skipped).isEqualTo(7);
        assertThat(merges.keptBytes()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/endpoints?period=24h",
        "/api/endpoints?period=24h&service=shop",
        "/api/latency?period=7d",
        "/api/latency?period=7d&service=shop&route=/orders",
        "/summary?period=7d"
    })
    void endpointsThatNoRequestUses_areNotRead(String question) throws SQLException {
        store.execute("SELECT pg_stat_statements_reset()");

        server.json("/api/monitoring" + question);

        assertThat(store.number("""
                SELECT coalesce(max((shared_blks_hit + shared_blks_read) / calls), 0)
                FROM pg_stat_statements JOIN pg_database d ON d.oid = dbid
                WHERE d.datname = current_database() AND query LIKE '%endpoint%'
                """)).isBetween(1.0, (double) MOST_BLOCKS);
    }

    @Test
    void unusedEndpoints_takeMoreBlocksThanAQuestionMayRead() throws SQLException {
        assertThat(store.number("SELECT relpages FROM pg_class WHERE relname = 'endpoint'"))
                .isGreaterThan(5 * MOST_BLOCKS);
    }
}
