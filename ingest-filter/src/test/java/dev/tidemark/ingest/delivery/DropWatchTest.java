package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DropWatchTest {

    @Test
    void losses_drops_nameTopicReasonAndCount() {
        Counters counters = new Counters(
                new TopicCounters("r", 10, 3, Map.of(DropReason.QUEUE_FULL, 7L)),
                new TopicCounters("l", 2, 1, Map.of(DropReason.RECORD_TOO_LARGE, 1L)),
                new TopicCounters("s", 5, 5, Map.of()),
                new TopicCounters("c", 1, 1, Map.of()));

        assertThat(DropWatch.losses(counters, 6)).isEqualTo("6 events; in total: r queue_full 7, l record_too_large 1");
    }
}
