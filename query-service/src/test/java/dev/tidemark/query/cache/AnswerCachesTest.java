package dev.tidemark.query.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.metrics.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerCachesTest {
    private final AnswerCaches caches = new AnswerCaches(null);

    @Test
    void cacheThatIsCreatedAgain_replacesTheFirstInTheMetrics() {
        AnswerCache<String, Integer> first = caches.create("redis", Duration.ofHours(1));
        first.get("status", () -> 1);
        AnswerCache<String, Integer> second = caches.create("redis", Duration.ofHours(1));
        second.get("status", () -> 2);
        second.get("status", () -> 3);
        second.get("status", () -> 4);

        assertThat(caches.samples()).extracting(Sample::labels).allMatch(labels -> labels.contains("redis"));
        assertThat(caches.samples()).extracting(Sample::value).containsExactly(2.0, 1.0);
    }
}
