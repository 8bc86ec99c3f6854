package dev.tidemark.processor.sink.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.Database;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The SQL of the first dashboards against their table of measurements, unchanged except for the parameter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsViewIT {
    private static final String API = """
            SELECT
                percentile_cont(0.5) WITHIN GROUP (ORDER BY value) as p50,
                percentile_cont(0.95) WITHIN GROUP (ORDER BY value) as p95,
                percentile_cont(0.99) WITHIN GROUP (ORDER BY value) as p99,
                COUNT(*) as total,
                COUNT(*) FILTER (WHERE (metadata->>'status')::int >= 400) as errors
            FROM metrics
            WHERE metric_type = 'api'
              AND metric_name = 'request_latency_ms'
              AND timestamp > NOW() - INTERVAL '1 hour'
            """;

    private Database database = Database.migrated();

    @BeforeAll
    void load() {
        database.execute("""
                SELECT ensure_partitions(now());
                INSERT INTO service (name) VALUES ('shop');
                INSERT INTO endpoint (service_id, method, route) VALUES (1, 'GET', '/cart'), (1, 'POST', '/orders');
                INSERT INTO label_set (endpoint_id, status, metadata)
                SELECT e.id, s, jsonb_build_object('endpoint', e.route, 'method', e.method, 'status', s, 'status_code', s)
                FROM endpoint e, unnest(ARRAY[200, 404]) s ORDER BY e.id, s;
                INSERT INTO request (ts, duration_us, label_set_id)
                SELECT now() - interval '1 minute', 1000 * n, CASE WHEN n <= 60 THEN 1 WHEN n <= 90 THEN 3 ELSE 4 END
                FROM generate_series(1, 100) n;
                INSERT INTO request (ts, duration_us, label_set_id) VALUES (now() - interval '2 hours', 9e6, 1);
                INSERT INTO request (ts, duration_us, label_set_id, stream)
                SELECT now() - interval '1 minute', 30e6, 3, true FROM generate_series(1, 20);
                UPDATE request SET application_us = 600, db_us = 300, db_calls = 2, redis_us = 100, redis_calls = 1
                WHERE duration_us < 40000;
                INSERT INTO metric (metric_type, metric_name, service_id, metadata)
                VALUES ('redis', 'hit_rate_percent', 1, '{"cache_type": "search"}'), ('postgres', 'query_duration_ms', 1, '{}');
                INSERT INTO sample (ts, value, metric_id)
                SELECT now() - interval '1 minute', n, 1 + n % 2 FROM generate_series(1, 200) n;
                """);
    }

    @Test
    void latencyAndErrors_runUnchanged_andStreamsHaveNoLatency() {
        assertThat(database.value(
                        "SELECT concat_ws('|', p50, round(p95::numeric, 6), round(p99::numeric, 6), total, errors)"
                                + " FROM (" + API + ") AS seed"))
                .isEqualTo("50.5|95.050000|99.010000|120|10");
    }

    @Test
    void topEndpoints_runUnchanged() {
        assertThat(database.column("""
                                SELECT concat_ws('|', endpoint, count, avg_latency) FROM (
                                SELECT
                                    metadata->>'endpoint' as endpoint,
                                    COUNT(*) as count,
                                    AVG(value) as avg_latency
                                FROM metrics
                                WHERE metric_type = 'api'
                                  AND timestamp > NOW() - INTERVAL '1 hour'
                                GROUP BY metadata->>'endpoint'
                                ORDER BY count DESC
                                LIMIT 5) AS seed
                                """)).containsExactly("/cart|60|30.5", "/orders|60|80.5");
    }

    @Test
    void streams_areMarked() {
        assertThat(database.column(
                        "SELECT DISTINCT coalesce(value::text, 'none') || ' ' || (metadata->>'status') FROM metrics"
                                + " WHERE metadata @> '{\"stream\": true}'"))
                .containsExactly("none 200");
    }

    /** The SQL above runs over them, unchanged. */
    @Test
    void measuredRequests_haveTheirPartsInTheMetadata_andOthersHaveNone() {
        assertThat(database.column("""
                        SELECT count(*) || ' ' || (metadata - ARRAY['endpoint', 'method', 'status', 'status_code', 'stream'])::text
                        FROM metrics WHERE metric_type = 'api' GROUP BY metadata - ARRAY['endpoint', 'method', 'status', 'status_code',
                        'stream'] ORDER BY 1
                        """))
                .containsExactly(
                        "39 {\"db_us\": 300, \"http_us\": 0, \"db_calls\": 2, \"redis_us\": 100, \"http_calls\": 0,"
                                + " \"redis_calls\": 1, \"pool_wait_us\": 0, \"application_us\": 600}",
                        "82 {}");
    }

    /** The view's function would otherwise be called for each row. */
    @Test
    void parts_areAnExpressionOfTheQuery() {
        assertThat(String.join("\n", database.column("EXPLAIN (VERBOSE) SELECT metadata FROM metrics")))
                .contains("application_us", "jsonb_build_object")
                .doesNotContain("request_parts(");
    }

    @Test
    void slowQueries_runUnchanged() {
        assertThat(database.number("""
                                SELECT COUNT(*) as slow_queries
                                FROM metrics
                                WHERE metric_type = 'postgres'
                                  AND metric_name = 'query_duration_ms'
                                  AND value > 100
                                  AND timestamp > NOW() - INTERVAL '1 hour'
                                """)).isEqualTo(50);
    }

    @Test
    void columns_matchTheFirstTable() {
        assertThat(database.column("SELECT column_name || ' ' || data_type FROM information_schema.columns"
                        + " WHERE table_name = 'metrics' ORDER BY ordinal_position"))
                .containsExactly(
                        "id uuid",
                        "timestamp timestamp with time zone",
                        "metric_type text",
                        "metric_name text",
                        "value double precision",
                        "metadata jsonb");
    }

    @Test
    void ids_areUniqueAndStable() {
        assertThat(database.number("SELECT count(DISTINCT id) FROM metrics")).isEqualTo(321);
        assertThat(database.value("SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM metrics"))
                .isEqualTo(database.value("SELECT md5(string_agg(id::text, ',' ORDER BY id)) FROM metrics"));
    }

    @Test
    void filterOnType_scansOnlyTheTablesOfThatType() {
        assertThat(plan("metric_type = 'redis'")).contains("sample_").doesNotContain("request_2");
        assertThat(plan("metric_type = 'api' AND metric_name = 'request_latency_ms'"))
                .contains("request_2");
    }

    @Test
    void filterOnTime_scansOnlyItsDays() {
        assertThat(plan("timestamp >= date_trunc('day', now(), 'UTC') AND timestamp < date_trunc('day', now(), 'UTC')"
                        + " + interval '1 day'"))
                .contains("Subplans Removed: 4")
                .contains("request_" + day("now()"))
                .doesNotContain("request_" + day("now() + interval '1 day'"));
    }

    private String day(String time) {
        return database.value("SELECT to_char((" + time + ") AT TIME ZONE 'UTC', 'YYYYMMDD')");
    }

    private String plan(String where) {
        return String.join(
                "\n",
                database.column(
                        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT count(*) FROM metrics WHERE " + where));
    }
}
