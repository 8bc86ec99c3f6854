package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.topic.Topics;
import org.junit.jupiter.api.Test;

class RequestSinkIT {

    @Test
    void requests_areStoredOnceWithTheirLabels() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            fixture.sendRequests(topic, 1, 1000);
            fixture.broker.send(topic, 0, "{garbage".getBytes(UTF_8)).get();
            Sink sink = fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") == 1000
                    && sink.counters().get(SinkCounter.SKIPPED, "requests") == 1);

            assertThat(fixture.database.number("SELECT sum(duration_us)::bigint FROM request"))
                    .isEqualTo(1000 * 1001 / 2);
            assertThat(
                            fixture.database.number(
                                    "SELECT count(*) FROM metrics WHERE metadata ->> 'endpoint' = '/orders/{id}'"
                                            + " AND (metadata ->> 'status')::int >= 400 AND length(metadata ->> 'trace_id') = 32"))
                    .isEqualTo(100);
            assertThat(
                            fixture.database.value(
                                    "SELECT method || ' ' || route FROM endpoint JOIN service s ON s.id = service_id AND s.name = 'shop'"))
                    .isEqualTo("GET /orders/{id}");
            assertThat(fixture.database.number(
                            "SELECT sum(next_offset) FROM sink_offset WHERE topic = '" + topic + "'"))
                    .isEqualTo(1001);
        }
    }

    @Test
    void restart_continuesAtTheStoredOffset() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink first = fixture.start();
            fixture.sendRequests(topic, 0, 500);
            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") == 500);
            first.close();
            fixture.sendRequests(topic, 500, 500);
            fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM request") >= 1000);

            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(1000);
            assertThat(fixture.database.number("SELECT count(*) FROM request")).isEqualTo(1000);
        }
    }
}
