package dev.tidemark.query.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final AnswerCache<String, Integer> cache = new AnswerCache<>(Duration.ofHours(1), answer -> 0);

    @Test
    void answer_isKept() {
        assertThat(cache.get("a", asked::incrementAndGet)).isEqualTo(1);
        assertThat(cache.get("a", asked::incrementAndGet)).isEqualTo(1);
        assertThat(cache.get("b", asked::incrementAndGet)).isEqualTo(2);
        assertThat(cache.hits()).isEqualTo(1);
        assertThat(cache.misses()).isEqualTo(2);
    }

    @Test
    void answer_isKeptAsLongAsItSays() {
        AnswerCache<String, Integer> changing = new AnswerCache<>(
                answer -> answer == 1 ? Duration.ZERO : Duration.ofHours(1), answer -> 0, Ticker.systemTicker());

        assertThat(changing.get("a", asked::incrementAndGet)).isEqualTo(1);
        assertThat(changing.get("a", asked::incrementAndGet)).isEqualTo(2);
        assertThat(changing.get("a", asked::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void failure_isNotKept() {
        assertThatThrownBy(() -> cache.get("a", this::fail)).hasMessage("failure 1");
        assertThatThrownBy(() -> cache.get("a", this::fail)).hasMessage("failure 2");
        assertThat(cache.get("a", asked::incrementAndGet)).isEqualTo(3);
    }

    @Test
    void failure_ofConcurrentQueries_isThrownToAllOfThem() throws InterruptedException {
        CountDownLatch finish = new CountDownLatch(1);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readers.add(Thread.startVirtualThread(() -> {
                try {
                    cache.get("a", () -> {
                        awaitThat(finish);
                        return fail();
                    });
                } catch (IllegalStateException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }));
        }
        await().atMost(Duration.ofMinutes(3))
                .until(() -> readers.stream().allMatch(reader -> reader.getState() == Thread.State.WAITING));
        finish.countDown();
        for (Thread reader : readers) {
            reader.join();
        }

        assertThat(failures).hasSize(20).containsOnly("failure 1");
    }

    @Test
    void largeAnswers_areBoundedInBytes() {
        AnswerCache<String, Integer> large = new AnswerCache<>(Duration.ofHours(1), answer -> 1 << 20);
        for (int i = 0; i < 1_000; i++) {
            large.get("question " + i, asked::incrementAndGet);
        }
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(large.size()).isBetween(1L, (long) (AnswerCache.MOST_BYTES >> 20)));
    }

    @Test
    void answer_largerThanTheCache_isGivenAndNotKept() {
        AnswerCache<String, Integer> large =
                new AnswerCache<>(Duration.ofHours(1), answer -> AnswerCache.MOST_BYTES + 1L);
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            assertThat(large.get("a", asked::incrementAndGet)).isEqualTo(asked.get());
            assertThat(large.size()).isZero();
        });
    }

    @Test
    void answers_ofManyQuestions_areBounded() {
        for (int i = 0; i < 10_000; i++) {
            cache.get("question " + i, asked::incrementAndGet);
        }
        int before = asked.get();
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            int kept = 0;
            for (int i = 0; i < 10_000; i++) {
                int now = asked.get();
                cache.get("question " + i, asked::incrementAndGet);
                kept += asked.get() == now ? 1 : 0;
            }
            assertThat(kept).isLessThan(1_000);
        });
        assertThat(asked.get()).isGreaterThan(before);
    }

    private int fail() {
        throw new IllegalStateException("failure " + asked.incrementAndGet());
    }

    private static void awaitThat(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
