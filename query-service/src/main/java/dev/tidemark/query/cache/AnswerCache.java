package dev.tidemark.query.cache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Keeps answers for a short time, so that ten viewers of a page cost as much as one. Concurrent equal queries run once; a failure
 * is thrown to all of them and not cached. Thread-safe.
 *
 * @param <K> the query
 * @param <V> the answer
 */
public final class AnswerCache<K, V> {
    static final int MOST = 64;

    /** A thirty-second of the heap that {@code ./tidemark up} gives the service. */
    public static final int MOST_BYTES = 8 << 20;

    private static final int LEAST_BYTES = MOST_BYTES / MOST;
    private static final Executor THREADS =
            task -> Thread.ofVirtual().name("answer").start(task);

    private final AsyncCache<K, Outcome<V>> outcomes;

    /**
     * Keeps at most {@value #MOST} answers of {@value #MOST_BYTES} bytes together, each for the duration {@code life}. A larger answer is
     * given only to those who wait for it.
     *
     * @param weigher the memory of an answer, about, in bytes
     */
    public AnswerCache(Duration life, ToLongFunction<V> weigher) {
        this(answer -> life, weigher, Ticker.systemTicker());
    }

    /** The life of an answer may depend on what it cost; it passes on {@code ticker}. */
    AnswerCache(Function<V, Duration> life, ToLongFunction<V> weigher, Ticker ticker) {
        this.outcomes = Caffeine.newBuilder()
                .maximumWeight(MOST_BYTES)
                .<K, Outcome<V>>weigher((question, outcome) -> outcome instanceof Outcome.Answer<V> answer
                        ? Math.clamp(weigher.applyAsLong(answer.value()), LEAST_BYTES, MOST_BYTES + 1)
                        : LEAST_BYTES)
                .expireAfter(Expiry.<K, Outcome<V>>creating((question, outcome) ->
                        outcome instanceof Outcome.Answer<V> answer ? life.apply(answer.value()) : Duration.ZERO))
                .executor(THREADS)
                .ticker(ticker)
                .recordStats()
                .buildAsync();
    }

    /** A failure is stored as a value, because Caffeine logs failed futures. */
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

    /** Returns the cached answer to {@code question}, or gets one from {@code answer}. */
    public V get(K question, Supplier<V> answer) {
        return switch (outcomes.get(question, unused -> Outcome.of(answer)).join()) {
            case Outcome.Answer<V> given -> given.value();
            case Outcome.Failure<V> failure -> throw failure.cause();
        };
    }

    /** The number of questions that were answered by an answer, kept or under way, to an equal question. */
    long hits() {
        return outcomes.synchronous().stats().hitCount();
    }

    long size() {
        outcomes.synchronous().cleanUp();
        return outcomes.synchronous().estimatedSize();
    }

    long misses() {
        return outcomes.synchronous().stats().missCount();
    }
}
