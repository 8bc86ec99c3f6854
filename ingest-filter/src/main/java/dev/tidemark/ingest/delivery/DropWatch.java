package dev.tidemark.ingest.delivery;

import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Tells the application's log that events are being dropped, each loss once. Thread-safe; holds no lock while it logs,
 * because the application's logging may block.
 */
final class DropWatch {
    private final Warnings warnings = new Warnings();
    private long told;

    /** Warns if more events have been dropped since the last time; at most once a minute. */
    void look(Counters counters) {
        String losses;
        synchronized (this) {
            if (counters.dropped() <= told || !warnings.take()) {
                return;
            }
            losses = untold(counters);
        }
        ApplicationLog.slf4j().warn("Tidemark dropped " + losses);
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
