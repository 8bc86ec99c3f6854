package dev.tidemark.processor.topology;

import java.time.Duration;
import java.util.Arrays;

/**
 * How far each partition of the requests topic has been counted, and therefore which windows can no longer change. A
 * partition without records keeps windows open only for the retention of the requests topic. So no request is rejected,
 * however unevenly a backlog is read. Not thread-safe.
 */
final class SourceProgress {
    private static final byte VERSION = 1;

    /** A broker's clock may be set back a little, and removing windows is not urgent. */
    private static final long SLACK_MILLIS = Duration.ofHours(1).toMillis();

    private final Partitioning partitioning;
    private final long sourceRetentionMillis;
    private final long allowedLatenessMillis;
    private long newestMillis;
    private long[] coveredMillis;

    SourceProgress(TopologySettings settings, Partitioning partitioning) {
        this.partitioning = partitioning;
        this.sourceRetentionMillis = settings.sourceRetention().toMillis();
        this.allowedLatenessMillis = settings.allowedLateness().toMillis();
        this.coveredMillis = new long[0];
    }

    /**
     * Notes a delta.
     *
     * @param newest the newest append time in it, in milliseconds since the epoch
     */
    void advance(Delta delta, long newest) {
        newestMillis = Math.max(newestMillis, newest);
        cover(delta.sourcePartition(), delta.coveredMillis());
    }

    private void cover(int partition, long upTo) {
        expect(partition + 1);
        coveredMillis[partition] = Math.max(coveredMillis[partition], upTo);
    }

    private void expect(int partitions) {
        int known = coveredMillis.length;
        if (partitions > known) {
            coveredMillis = Arrays.copyOf(coveredMillis, partitions);
            Arrays.fill(coveredMillis, known, partitions, Delta.UNKNOWN);
        }
    }

    /** Windows that end at this time or before are final; in microseconds since the epoch. */
    long finalUpToMicros() {
        expect(partitioning.requests());
        long oldestReadable = newestMillis - sourceRetentionMillis;
        long covered = newestMillis;
        for (long partition : coveredMillis) {
            covered = Math.min(covered, Math.max(partition, oldestReadable));
        }
        return (covered - allowedLatenessMillis - SLACK_MILLIS) * 1000;
    }

    /** The newest append time seen, in milliseconds since the epoch; 0 before the first. */
    long newestMillis() {
        return newestMillis;
    }

    byte[] toBytes() {
        FormWriter out = new FormWriter().raw(VERSION).number(newestMillis).number(coveredMillis.length);
        for (long partition : coveredMillis) {
            out.number(partition + 1);
        }
        return out.toBytes();
    }

    /**
     * Restores the state that {@link #toBytes()} wrote.
     *
     * @throws NewerFormException if a newer Tidemark has written it
     */
    void restore(byte[] bytes) {
        FormReader in = new FormReader(bytes);
        NewerFormException.check("progress", in.raw(), VERSION);
        newestMillis = in.number();
        int partitions = (int) in.number();
        for (int partition = 0; partition < partitions; partition++) {
            cover(partition, in.number() - 1);
        }
        in.end();
    }
}
