package dev.tidemark.query.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Requests;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.fixture.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jsoup.Jsoup;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

/** Offsets and losses as the sink stores them, in the API, the verdict and the card. */
class PipelineIT {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34.500Z");

    private final Store store = Store.create();

    @Test
    void status_withoutLosses_showsOffsetsAndLag() throws SQLException {
        stored();
        try (QueryServer server = server()) {
            JsonNode status = server.json("/api/monitoring/pipeline");

            assertThat(status.get("lag").asLong()).isEqualTo(12);
            assertThat(status.at("/partitions/0/topic").asText()).isEqualTo("tidemark.requests.v1");
            assertThat(status.at("/partitions/0/next_offset").asLong()).isEqualTo(1);
            assertThat(status.get("lost_records").asLong()).isZero();
            assertThat(status.get("losses")).isEmpty();
            assertThat(card(server).attr("data-state")).isEqualTo("ok");
            assertThat(card(server).select(".headline-figure").text()).isEqualTo("12");
            assertThat(server.json("/api/monitoring/summary")
                            .at("/verdict/conditions")
                            .findValuesAsText("subject"))
                    .doesNotContain("pipeline");
        }
    }

    @Test
    void status_withARecentLoss_isShownByVerdictAndCard() throws SQLException {
        stored();
        loss("tidemark.logs.v1", 10, 1510, "retention", NOW.minusSeconds(600));
        loss("tidemark.requests.v1", 500, 0, "topic_anew", NOW.minus(Duration.ofDays(3)));
        try (QueryServer server = server()) {
            JsonNode status = server.json("/api/monitoring/pipeline");

            assertThat(status.get("lost_records").asLong()).isEqualTo(1500);
            assertThat(status.get("uncounted_losses").asLong()).isEqualTo(1);
            assertThat(status.get("recent_losses").asLong()).isEqualTo(1);
            assertThat(status.get("losses").findValuesAsText("reason")).containsExactly("retention", "topic_anew");
            assertThat(status.at("/losses/1/records").isNull()).isTrue();
            JsonNode verdict = server.json("/api/monitoring/summary").get("verdict");
            assertThat(verdict.get("status").asText()).isEqualTo("ok");
            assertThat(verdict.at("/conditions/0/subject").asText()).isEqualTo("pipeline");
            assertThat(verdict.at("/conditions/0/text").asText())
                    .isEqualTo("tidemark.logs.v1: 1,500 records lost before they were stored"
                            + " (retention, 2026-11-21T09:30:34.500Z)");
            assertThat(card(server).attr("data-state")).isEqualTo("watch");
            assertThat(card(server).select(".fact[data-state=degraded]").text()).contains("at least 1,500");
        }
    }

    @Test
    void status_withAnOldLoss_isNoLongerACondition() throws SQLException {
        stored();
        loss("tidemark.logs.v1", 10, 1510, "retention", NOW.minus(Duration.ofHours(25)));
        try (QueryServer server = server()) {
            assertThat(server.json("/api/monitoring/pipeline")
                            .get("lost_records")
                            .asLong())
                    .isEqualTo(1500);
            assertThat(server.json("/api/monitoring/summary")
                            .at("/verdict/conditions")
                            .findValuesAsText("subject"))
                    .doesNotContain("pipeline");
        }
    }

    @Test
    void status_withAnUnknownLag_isNotZero() throws SQLException {
        stored();
        store.execute("UPDATE sink_offset SET lag = NULL");
        try (QueryServer server = server()) {
            assertThat(server.json("/api/monitoring/pipeline").get("lag").isNull())
                    .isTrue();
            assertThat(card(server).select(".headline-figure").text()).isEqualTo("–");
        }
    }

    @Test
    void status_whileTheDatabaseIsUnreachable_is503AndNotZero() {
        try (QueryServer server = QueryServer.settings().start()) {
            assertThat(server.get("/api/monitoring/pipeline").statusCode()).isEqualTo(503);
            assertThat(card(server).attr("data-state")).isEqualTo("down");
            assertThat(card(server).select(".headline-figure").text()).isEqualTo("–");
        }
    }

    private void stored() throws SQLException {
        store.requests(Requests.spread(NOW.minusSeconds(600), Duration.ofSeconds(600), 600, "/products", 5, 0));
        store.sinkOffset("tidemark.requests.v1", NOW.minusSeconds(2), 12, NOW.minusSeconds(1));
    }

    private void loss(String topic, long from, long to, String reason, Instant at) throws SQLException {
        store.execute(
                "INSERT INTO sink_loss (topic, partition, from_offset, to_offset, reason, at) VALUES (?, 0, ?, ?, ?, ?)",
                topic,
                from,
                to,
                reason,
                at.atOffset(ZoneOffset.UTC));
    }

    private QueryServer server() {
        return QueryServer.settings()
                .postgres(store.jdbcUrl())
                .redis(Backends.redis().uri())
                .clock(new TestClock(NOW))
                .start();
    }

    private static Elements card(QueryServer server) {
        return Jsoup.parse(server.get("/ui/monitoring/advanced").body()).select("#card-pipeline");
    }
}
