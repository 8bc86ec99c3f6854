package dev.tidemark.query.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Keeps answers for a moment, so that ten readers of a page cost as much as one. Equal questions that come together are
 * answered once; a failure is told to all who asked together, and not kept. Safe for use by many threads.
 *
 * @param <K> the question
 * @param <V> the answer
 */
public final class AnswerCache<K, V> {
    private static final int MOST = 64;
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("answer").start(task);

    private final AsyncCache<K, Outcome<V>> outcomes;

    /** Keeps at most {@value #MOST} answers, each for {@code life} from when it was given. */
    public AnswerCache(Duration life) {
        this.outcomes = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.<K, Outcome<V>>creating(
                        (question, outcome) -> outcome instanceof Outcome.Answer ? life : Duration.ZERO))
                .executor(THREADS)
                .buildAsync();
    }

    /** A failure is a value to the cache, which would otherwise log each one. */
    private sealed interface Outcome<V> {
        record Answer<V>(V value) implements Outcome<V> {}

        record Failure<V>(RuntimeException cause) implements Outcome<V> {}

        static <V> Outcome<V> of(Supplier<V> answer) {
            try {
                return new Answer<>(answer.get());
            } catch (RuntimeException e) {
                return new Failure<>(e);
            }
        }
    }

    /** The answer to {@code question}: one that is still good, or the one that {@code answer} gives. */
    public V get(K question, Supplier<V> answer) {
        return switch (outcomes.get(question, unused -> Outcome.of(answer)).join()) {
            case Outcome.Answer<V> given -> given.value();
            case Outcome.Failure<V> failure -> throw failure.cause();
        };
    }
}
