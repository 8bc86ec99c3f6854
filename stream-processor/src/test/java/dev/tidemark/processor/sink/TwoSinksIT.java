package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.wire.topic.Topics;
import org.junit.jupiter.api.Test;

class TwoSinksIT {

    @Test
    void partitionsMoveBetweenThem_andEachRowIsStoredOnce() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink first = start(fixture);
            fixture.sendRequests(topic, 0, 500);
            SinkFixture.await(() -> rows(first) > 0);

            Sink second = start(fixture);
            SinkFixture.await(() -> second.counters().get(SinkCounter.CLAIMS, "requests") > 0);
            fixture.sendRequests(topic, 500, 500);
            SinkFixture.await(() -> rows(first) + rows(second) == 1000);
            assertThat(rows(second)).isPositive();

            first.close();
            fixture.sendRequests(topic, 1000, 500);
            SinkFixture.await(() -> rows(first) + rows(second) == 1500);

            assertThat(fixture.database.number("SELECT count(*) FROM request")).isEqualTo(1500);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(1500);
        }
    }

    private static Sink start(SinkFixture fixture) {
        return fixture.start(fixture.settings("both"), new OffsetTable(), WriteHook.NONE);
    }

    private static long rows(Sink sink) {
        return sink.counters().get(SinkCounter.ROWS_STORED, "requests");
    }
}
