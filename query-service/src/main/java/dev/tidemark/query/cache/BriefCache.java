package dev.tidemark.query.cache;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Keeps answers for a moment, so that ten readers of a page cost as much as one, and lets those who ask for the same at the
 * same time wait for one computation. A failure is not kept. Holds at most {@link #LIMIT} answers. Safe for use by many
 * threads.
 *
 * @param <K> what is asked
 * @param <V> the answer
 */
public final class BriefCache<K, V> {
    private static final int LIMIT = 64;

    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Duration life;

    /** Keeps answers for {@code life} from the time they were asked for. */
    public BriefCache(Duration life) {
        this.life = life;
    }

    private record Entry<V>(FutureTask<V> task, long until) {
        boolean isOver() {
            return System.nanoTime() - until >= 0;
        }
    }

    /** The answer to {@code key}: one that is still good, or a new one. */
    public V get(K key, Supplier<V> answer) {
        if (entries.size() >= LIMIT) {
            entries.values().removeIf(Entry::isOver);
            if (entries.size() >= LIMIT) {
                entries.clear();
            }
        }
        Entry<V> entry = entries.compute(
                key, (k, old) -> old == null || (old.isOver() && old.task.isDone()) ? entry(answer) : old);
        entry.task.run();
        try {
            return entry.task.get();
        } catch (ExecutionException e) {
            entries.remove(key, entry);
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + key, e);
        }
    }

    private Entry<V> entry(Supplier<V> answer) {
        return new Entry<>(new FutureTask<>(answer::get), System.nanoTime() + life.toNanos());
    }
}
