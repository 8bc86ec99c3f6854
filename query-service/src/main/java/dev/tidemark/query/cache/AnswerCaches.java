package dev.tidemark.query.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Creates the caches of the features, and counts their hits. Thread-safe. */
@Singleton
public final class AnswerCaches implements SampleSource {
    private static final MetricDescriptor HITS = MetricDescriptor.counter(
            "answer_cache_hits_total",
            "Questions that were answered from a cache, or together with an equal question that was being answered.",
            "cache");
    private static final MetricDescriptor MISSES = MetricDescriptor.counter(
            "answer_cache_misses_total",
            "Questions that no cached answer fitted, so that a backend was asked.",
            "cache");

    private final Map<String, AnswerCache<?, ?>> caches = new ConcurrentHashMap<>();
    private final Ticker ticker;

    /** The lives of answers pass on {@code ticker}, or in this machine's time without one. */
    AnswerCaches(@Nullable Ticker ticker) {
        this.ticker = ticker == null ? Ticker.systemTicker() : ticker;
    }

    /** Creates a cache for the answer to one question. */
    public <K, V> AnswerCache<K, V> create(String name, Duration life) {
        return create(name, life, answer -> 0);
    }

    /**
     * Creates a cache that keeps each answer for the duration {@code life}.
     *
     * @param name its name in the metrics; an earlier cache of that name is no longer counted, because the framework may create a
     *     feature again
     * @param weigher the memory of an answer, about, in bytes
     */
    public <K, V> AnswerCache<K, V> create(String name, Duration life, ToLongFunction<V> weigher) {
        return create(name, answer -> life, weigher);
    }

    /** Creates a cache that keeps each answer as long as {@code life} says. */
    public <K, V> AnswerCache<K, V> create(String name, Function<V, Duration> life, ToLongFunction<V> weigher) {
        AnswerCache<K, V> cache = new AnswerCache<>(life, weigher, ticker);
        caches.put(name, cache);
        return cache;
    }

    @Override
    public List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        caches.forEach((name, cache) -> {
            samples.add(HITS.sample(cache.hits(), name));
            samples.add(MISSES.sample(cache.misses(), name));
        });
        return samples;
    }
}
