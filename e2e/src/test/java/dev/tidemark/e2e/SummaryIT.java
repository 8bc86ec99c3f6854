package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Compares the numbers of the summary to the machine, PostgreSQL and the raw rows. */
class SummaryIT {
    private final RunningTidemark tidemark = RunningTidemark.withDemo();

    @Test
    void summary_underTraffic_countsUp() {
        long before = summary().at("/api/request_count").asLong();

        await().atMost(Duration.ofSeconds(180))
                .untilAsserted(() ->
                        assertThat(summary().at("/api/request_count").asLong()).isGreaterThan(before));

        JsonNode api = summary().get("api");
        double p50 = api.get("p50_latency_ms").asDouble();
        double p95 = api.get("p95_latency_ms").asDouble();
        double p99 = api.get("p99_latency_ms").asDouble();
        assertThat(p50).isPositive().isLessThanOrEqualTo(p95);
        assertThat(p95).isLessThanOrEqualTo(p99);
    }

    @Test
    void summary_ofBackends_agreesWithTheBackends() throws SQLException {
        JsonNode summary = summary();

        assertThat(summary.at("/redis/connected").asBoolean()).isTrue();
        assertThat(summary.at("/redis/keys_total").asLong()).isPositive();
        assertThat(summary.at("/postgres/connections_max").asInt()).isEqualTo(setting("max_connections"));
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(
                        () -> assertThat(summary().at("/system/cpu_count").asInt())
                                .isEqualTo(Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void summary_ofClosedSpan_agreesWithSqlOverRawRows() throws SQLException {
        Instant to = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        Instant from = to.minus(10, ChronoUnit.MINUTES);
        await().atMost(Duration.ofMinutes(3)).until(() -> requests(from, Instant.now()) > 100);
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 10 * 10);

        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            JsonNode summary = tidemark.api().json("/api/monitoring/summary?from=" + from + "&to=" + end);
            JsonNode api = summary.get("api");
            try (Connection connection = tidemark.postgres();
                    var statement = connection.prepareStatement("""
                            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY value),
                                   percentile_cont(0.95) WITHIN GROUP (ORDER BY value),
                                   percentile_cont(0.99) WITHIN GROUP (ORDER BY value),
                                   count(*),
                                   count(*) FILTER (WHERE (metadata->>'status')::int >= 400)
                            FROM metrics
                            WHERE metric_type = 'api' AND timestamp >= ?::timestamptz AND timestamp < ?::timestamptz""")) {
                statement.setString(1, summary.get("from").asText());
                statement.setString(2, summary.get("to").asText());
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    assertThat(api.get("request_count").asLong()).isEqualTo(rows.getLong(4));
                    assertThat(api.get("error_count").asLong()).isEqualTo(rows.getLong(5));
                    assertClose(api.get("p50_latency_ms").asDouble(), rows.getDouble(1));
                    assertClose(api.get("p95_latency_ms").asDouble(), rows.getDouble(2));
                    assertClose(api.get("p99_latency_ms").asDouble(), rows.getDouble(3));
                }
            }
        });
    }

    /** One per cent, plus rounding to a hundredth of a millisecond. */
    private static void assertClose(double sketched, double exact) {
        assertThat(sketched).isCloseTo(exact, within(0.01 * exact + 0.01));
    }

    private JsonNode summary() {
        return tidemark.api().json("/api/monitoring/summary?period=5m");
    }

    private long requests(Instant from, Instant to) throws SQLException {
        return tidemark.count("SELECT count(*) FROM request WHERE ts >= '" + from + "' AND ts < '" + to + "'");
    }

    private int setting(String name) throws SQLException {
        return (int) tidemark.count("SELECT setting::bigint FROM pg_settings WHERE name = '" + name + "'");
    }
}
