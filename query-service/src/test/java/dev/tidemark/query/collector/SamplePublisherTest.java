package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.kafka.KafkaSettings;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SamplePublisherTest {

    @Test
    void publish_whileKafkaIsAway_neverBlocks_andCountsWhatItDrops() {
        SamplePublisher publisher = new SamplePublisher(new KafkaSettings("127.0.0.1:1", Map.of()));
        publisher.start();
        long begin = System.nanoTime();
        for (int i = 0; i < 2 * SamplePublisher.MOST; i++) {
            publisher.publish(
                    new SampleEvent(i, Samples.SERVICE, "db:5432/shop", MetricType.POSTGRES, "n", i, Map.of()));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        assertThat(publisher.produced()).isEqualTo(2 * SamplePublisher.MOST);
        assertThat(publisher.dropped()).isBetween((long) SamplePublisher.MOST - 1, (long) SamplePublisher.MOST);
        assertThat(publisher.sent()).isZero();
        publisher.close();
        assertThat(publisher.dropped()).as("all that was produced").isEqualTo(publisher.produced());
    }
}
