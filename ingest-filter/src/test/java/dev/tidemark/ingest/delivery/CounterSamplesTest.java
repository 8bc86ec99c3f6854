package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.ingest.settings.Settings;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class CounterSamplesTest {
    private static final TopicCounters NONE = new TopicCounters("a", 0, 0, Map.of());

    @Test
    void publish_producerThrows_waitsForNoAnswer() {
        TestProducer producer = new TestProducer(true);
        CounterSamples samples =
                new CounterSamples(Settings.disabled(), () -> new Counters(NONE, NONE, NONE, NONE), () -> 0, Map::of);

        producer.sendException = new KafkaException("in an error state");
        assertThatThrownBy(() -> samples.publish(producer.events())).isInstanceOf(KafkaException.class);

        assertThat(samples.isAnswered()).isTrue();
    }

    @Test
    void publish_withoutAnAnswer_waitsForIt() {
        TestProducer producer = new TestProducer(false);
        CounterSamples samples =
                new CounterSamples(Settings.disabled(), () -> new Counters(NONE, NONE, NONE, NONE), () -> 0, Map::of);

        assertThat(samples.publish(producer.events())).isTrue();
        assertThat(samples.isAnswered()).isFalse();
        while (producer.completeNext()) {
            assertThat(producer.history()).isNotEmpty();
        }

        assertThat(samples.isAnswered()).isTrue();
    }
}
