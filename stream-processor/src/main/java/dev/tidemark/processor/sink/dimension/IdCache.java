package dev.tidemark.processor.sink.dimension;

/** The caches of ids of a sink. Each has a limit in number, and a share of the memory of all of them. */
public enum IdCache {
    /** The labels of requests, of the requests topic. */
    REQUEST_LABELS(50_000, 16, 1),
    /** The names of metrics, of the samples topic. */
    METRIC_NAMES(50_000, 6, 1),
    /** Each of these is in front of a table: a request whose labels are in {@link #REQUEST_LABELS} does not ask them. */
    LABEL_SETS(50_000, 4, 1),
    METRICS(50_000, 4, 1),
    /** Statements may be long. */
    CALLS(50_000, 7, 1),
    /** For requests, calls and rollups. */
    ENDPOINTS(50_000, 4, 3),
    /** For requests, logs and samples. */
    INSTANCES(20_000, 2, 3),
    /** For requests, logs, samples, calls and rollups. */
    SERVICES(2_000, 1, 5);

    private static final int SHARES = shares();

    private final int capacity;
    private final int share;
    private final int caches;

    IdCache(int capacity, int share, int caches) {
        this.capacity = capacity;
        this.share = share;
        this.caches = caches;
    }

    /** The maximum number of ids in one of these caches. */
    public int capacity() {
        return capacity;
    }

    /** How many of these caches a sink has. */
    public int caches() {
        return caches;
    }

    /**
     * The maximum memory of one of these caches, in bytes.
     *
     * @param all that of all caches together
     */
    public long bytes(long all) {
        return all * share / SHARES;
    }

    private static int shares() {
        int shares = 0;
        for (IdCache cache : values()) {
            shares += cache.share * cache.caches;
        }
        return shares;
    }
}
