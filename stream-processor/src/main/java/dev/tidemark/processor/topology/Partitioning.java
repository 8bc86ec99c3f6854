package dev.tidemark.processor.topology;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of partitions of both stages. The requests topic may get more while the topology runs. The second stage keeps the number
 * that it was created with: with another one, a service would move to a partition that does not have its windows. Thread-safe.
 */
public final class Partitioning {
    private final AtomicInteger requests;
    private final int windows;

    /**
     * @param requests the number of partitions of the requests topic
     * @param windows the number of partitions of the second stage
     */
    public Partitioning(int requests, int windows) {
        if (requests < 1 || windows < 1) {
            throw new IllegalArgumentException(
                    requests + " partitions of requests and " + windows + " of windows: expected at least 1 of each");
        }
        this.requests = new AtomicInteger(requests);
        this.windows = windows;
    }

    /** The second stage of a new installation has as many partitions as the requests topic. */
    public static Partitioning ofNewInstallation(int requests) {
        return new Partitioning(requests, requests);
    }

    /** The requests topic has this many partitions. Kafka never takes any away, so a lower number is an old one. */
    public void requestsSeen(int partitions) {
        requests.accumulateAndGet(partitions, Math::max);
    }

    public int requests() {
        return requests.get();
    }

    public int windows() {
        return windows;
    }
}
