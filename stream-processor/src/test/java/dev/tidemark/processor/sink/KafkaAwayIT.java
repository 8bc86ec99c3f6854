package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.wire.topic.Topics;
import org.junit.jupiter.api.Test;

class KafkaAwayIT {

    @Test
    void killedAndStartedAgain_isNoticedAndStoresEachRowOnce() {
        try (KafkaBroker kafka = new KafkaBroker(KafkaSettings.temporary())) {
            kafka.start();
            try (SinkFixture fixture = new SinkFixture(Backends.postgres(), kafka)) {
                String topic = fixture.topic(Topics.REQUESTS.name());
                String lagKnown = "SELECT count(lag) FROM sink_offset WHERE topic = '" + topic + "'";
                fixture.start();
                fixture.sendRequests(topic, 0, 500);
                SinkFixture.await(
                        () -> stored(fixture) == 500 && fixture.database.number(lagKnown) == SinkFixture.PARTITIONS);

                kafka.kill();
                SinkFixture.await(() -> fixture.database.number(lagKnown) == 0);
                kafka.start();
                fixture.sendRequests(topic, 500, 500);

                SinkFixture.await(
                        () -> stored(fixture) >= 1000 && fixture.database.number(lagKnown) == SinkFixture.PARTITIONS);
                assertThat(stored(fixture)).isEqualTo(1000);
                assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                        .isEqualTo(1000);
            }
        }
    }

    private static long stored(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }
}
