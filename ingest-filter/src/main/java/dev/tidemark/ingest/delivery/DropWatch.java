package dev.tidemark.ingest.delivery;

import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Tells the application's log that events are being dropped, each loss once. Thread-safe. */
final class DropWatch {
    private final Warnings warnings = new Warnings();
    private long told;

    /** Warns if more events have been dropped since the last time; at most once a minute. */
    synchronized void look(Counters counters) {
        long dropped = counters.dropped();
        if (dropped > told && warnings.warn("Tidemark dropped " + losses(counters, dropped - told))) {
            told = dropped;
        }
    }

    /** The losses that were not told yet, for a line that the caller logs; null if there are none. */
    synchronized @Nullable String untold(Counters counters) {
        long since = counters.dropped() - told;
        told += since;
        return since == 0 ? null : losses(counters, since);
    }

    static String losses(Counters counters, long since) {
        StringJoiner reasons = new StringJoiner(", ");
        for (TopicCounters topic : counters.topics()) {
            for (Map.Entry<DropReason, Long> entry : topic.dropped().entrySet()) {
                reasons.add(topic.topic() + " " + entry.getKey().word() + " " + entry.getValue());
            }
        }
        return since + " events; in total: " + reasons;
    }
}
