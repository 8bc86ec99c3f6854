package dev.tidemark.processor.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker loses the end of its log, as after a power failure: it is stopped, and an earlier copy of its folder is put in place. Then the
 * partitions grow beyond the offsets that are stored. {@code PowerLossIT} has the negative control.
 */
class TruncatedLogIT {
    private static final String LOSSES =
            "SELECT concat_ws(' ', reason, partition, from_offset, to_offset) FROM sink_loss ORDER BY from_offset, partition";

    @TempDir
    Path folder;

    @Test
    void recordsAppendedAfterwards_areStored_andTheLossIsCounted() throws Exception {
        KafkaSettings settings =
                KafkaSettings.fixed(folder.resolve("kafka"), folder.resolve("kafka.log"), FreePorts.next());
        try (KafkaBroker broker = new KafkaBroker(settings)) {
            broker.start();
            try (SinkFixture fixture = new SinkFixture(Backends.postgres(), broker)) {
                BrokerCopy copy = new BrokerCopy(broker, folder);
                String topic = fixture.topic(Topics.REQUESTS.name());
                Sink first = fixture.start();
                send(broker, topic, 0, 20);
                awaitStored(fixture, 20);
                copy.take();
                send(broker, topic, 20, 40);
                awaitStored(fixture, 60);
                first.close();

                // The sink is stopped.
                copy.restore();
                send(broker, topic, 100, 60);
                Sink second = fixture.start();
                awaitStored(fixture, 120);
                assertThat(fixture.database.column(LOSSES)).containsExactly("cut_off 0 30 10", "cut_off 1 30 10");
                assertThat(second.counters().get(SinkCounter.RESETS, "requests"))
                        .isEqualTo(2);

                // The sink is running.
                copy.restore();
                send(broker, topic, 200, 80);
                awaitStored(fixture, 200);
                assertThat(fixture.database.column(LOSSES))
                        .containsExactly("cut_off 0 30 10", "cut_off 1 30 10", "cut_off 0 40 10", "cut_off 1 40 10");
                assertThat(fixture.database.number("SELECT count(DISTINCT duration_us) FROM request"))
                        .isEqualTo(200);
            }
        }
    }

    /** With a new producer, because the broker has forgotten the former one. */
    private static void send(KafkaBroker kafka, String topic, int first, int count) {
        try (Broker broker = new Broker(kafka)) {
            for (int i = first; i < first + count; i++) {
                broker.send(topic, i % SinkFixture.PARTITIONS, Codecs.REQUEST_JSON.encode(SinkFixture.request(i)));
            }
            broker.flush();
        }
    }

    private static void awaitStored(SinkFixture fixture, long rows) {
        SinkFixture.await(() -> stored(fixture) == rows);
    }

    private static long stored(SinkFixture fixture) {
        return fixture.database.number("SELECT count(*) FROM request");
    }
}
