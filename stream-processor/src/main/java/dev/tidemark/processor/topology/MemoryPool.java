package dev.tidemark.processor.topology;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory that all tasks of a process share, because a busy task may use what idle ones do not need. Thread-safe; each share is for one
 * task.
 */
final class MemoryPool {
    /** A task can always use this much: it must not wait for others to free memory. */
    static final long LEAST = 1L << 20;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit in bytes */
    MemoryPool(long limit) {
        this.limit = limit;
    }

    Share share() {
        return new Share();
    }

    /** What one task uses. Not thread-safe. */
    final class Share {
        private long own;

        /** @param bytes negative if memory is freed */
        void add(long bytes) {
            if (bytes != 0) {
                own += bytes;
                used.addAndGet(bytes);
            }
        }

        /** Whether this task should free memory. */
        boolean isFull() {
            return own >= Math.min(LEAST, limit) && used.get() >= limit;
        }

        long own() {
            return own;
        }

        void release() {
            add(-own);
        }
    }
}
