package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.topic.Topics;
import org.junit.jupiter.api.Test;

class LostRecordsIT {

    @Test
    void recordsThatRetentionDroppedFirst_areCountedAndTheRestIsStored() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink first = fixture.start();
            fixture.sendRequests(topic, 0, 20);
            SinkFixture.await(() -> stored(fixture) == 20);
            first.close();
            fixture.sendRequests(topic, 20, 40);
            fixture.broker.dropBefore(topic, 0, 15);
            Sink second = fixture.start();

            SinkFixture.await(() -> stored(fixture) == 55);

            assertThat(second.counters().get(SinkCounter.LOST_RECORDS, "requests"))
                    .isEqualTo(5);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(55);
        }
    }

    @Test
    void recordsDroppedBeforeTheFirstStart_areNotCounted() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            fixture.sendRequests(topic, 0, 20);
            fixture.broker.dropBefore(topic, 0, 5);
            Sink sink = fixture.start();

            SinkFixture.await(() -> stored(fixture) == 15);

            assertThat(sink.counters().get(SinkCounter.LOST_RECORDS, "requests"))
                    .isZero();
        }
    }

    @Test
    void topicMadeAnew_isReadFromItsBeginning() throws Exception {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink first = fixture.start();
            fixture.sendRequests(topic, 0, 20);
            SinkFixture.await(() -> stored(fixture) == 20);
            first.close();
            fixture.broker.delete(topic);
            SinkFixture.await(() -> fixture.broker.createAgain(topic, SinkFixture.PARTITIONS));
            fixture.sendRequests(topic, 20, 30);
            Sink second = fixture.start();

            SinkFixture.await(() -> stored(fixture) == 50);

            assertThat(second.counters().get(SinkCounter.RESETS, "requests")).isEqualTo(SinkFixture.PARTITIONS);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(50);
        }
    }

    @Test
    void topicCutOffAtItsEnd_goesOnThere() {
        try (SinkFixture fixture = new SinkFixture()) {
            String topic = fixture.topic(Topics.REQUESTS.name());
            Sink first = fixture.start();
            fixture.sendRequests(topic, 0, 20);
            SinkFixture.await(() -> stored(fixture) == 20);
            first.close();
            // As after an unclean election: more is stored than Kafka has.
            fixture.database.execute("UPDATE sink_offset SET next_offset = 1000 WHERE topic = '" + topic + "'");
            Sink second = fixture.start();
            SinkFixture.await(() -> second.counters().get(SinkCounter.RESETS, "requests") == SinkFixture.PARTITIONS);
            fixture.sendRequests(topic, 20, 30);

            SinkFixture.await(() -> stored(fixture) == 50);
            assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                    .isEqualTo(50);
        }
    }

    private static long stored(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }
}
