package dev.tidemark.query.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import dev.tidemark.wire.event.RequestEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream processor publishes windows of 1 min and 1 h after they ended. Until then, answers come from narrower ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenWindowsIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");

    private final Store store = Store.create();
    private final QueryServer server = QueryServer.settings()
            .postgres(store.jdbcUrl())
            .clock(new TestClock(NOW))
            .start();
    private final List<RequestEvent> requests = new ArrayList<>();

    @BeforeAll
    void store() throws SQLException {
        requests.addAll(Requests.spread(NOW.minus(Duration.ofHours(30)), Duration.ofHours(30), 2_000, "/a", 10, 7));
        requests.addAll(Requests.spread(NOW.minusSeconds(90), Duration.ofSeconds(90), 500, "/a", 10, 7));
        requests.addAll(Requests.spread(NOW.minusSeconds(50), Duration.ofSeconds(50), 100, "/new", 10, 7));
        store.requests(requests);
        store.execute("DELETE FROM rollup_1h WHERE window_start >= '2026-11-21T09:00:00Z'");
        // The minute before has ended, but not long enough ago.
        store.execute("DELETE FROM rollup_1m WHERE window_start >= '2026-11-21T09:40:00Z'");
        store.execute("UPDATE rollup_1m SET count = 1 WHERE window_start = '2026-11-21T09:39:00Z'");
    }

    @AfterAll
    void close() {
        server.close();
    }

    private long since(String from) {
        long micros = Instant.parse(from).getEpochSecond() * 1_000_000;
        return requests.stream()
                .filter(request -> request.timestampMicros() >= micros)
                .count();
    }

    private static long sum(JsonNode all, String field) {
        long sum = 0;
        for (JsonNode each : all) {
            sum += each.get(field).asLong();
        }
        return sum;
    }

    /** Answered from windows of 10 s, 1 min and 1 h. */
    @ParameterizedTest
    @ValueSource(strings = {"5m", "15m", "1h", "24h", "7d"})
    void report_upToNow_countsEachRequestOnce(String period) {
        JsonNode answer = server.json("/api/monitoring/api/endpoints?limit=500&period=" + period);

        long expected = since(answer.get("from").asText());
        assertThat(expected).isGreaterThan(600);
        assertThat(sum(answer.get("endpoints"), "request_count")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5m", "15m", "1h", "24h", "7d"})
    void timeline_upToNow_countsEachRequestOnce(String period) {
        JsonNode answer = server.json("/api/monitoring/api/latency?period=" + period);

        long expected = since(answer.get("from").asText());
        assertThat(expected).isGreaterThan(600);
        assertThat(sum(answer.get("points"), "count")).isEqualTo(expected);
    }

    /** The first part of a timeline whose points are wider than an hour ends within a point. */
    @Test
    void timeline_ofPointsWiderThanAnHour_countsEachRequestOnce() {
        JsonNode answer = server.json("/api/monitoring/api/latency?from=" + NOW.minus(Duration.ofDays(30)));

        assertThat(answer.get("bucket_seconds").asLong())
                .isEqualTo(Duration.ofHours(6).toSeconds());
        assertThat(sum(answer.get("points"), "count")).isEqualTo(requests.size());
    }
}
