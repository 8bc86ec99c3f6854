package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DropWatchTest {

    @Test
    void message_drops_namesTopicReasonAndCount() {
        Counters counters = new Counters(
                new TopicCounters("r", 10, 3, Map.of(DropReason.QUEUE_FULL, 7L)),
                new TopicCounters("l", 2, 1, Map.of(DropReason.RECORD_TOO_LARGE, 1L)),
                new TopicCounters("s", 5, 5, Map.of()));

        assertThat(DropWatch.message(counters, 6))
                .isEqualTo(
                        "Tidemark dropped 6 events since the last warning; in total: r queue_full 7, l record_too_large 1");
    }
}
