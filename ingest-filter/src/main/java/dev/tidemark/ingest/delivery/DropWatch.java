package dev.tidemark.ingest.delivery;

import java.util.Map;
import java.util.StringJoiner;

/** Warns in the application's log, at most once a minute, that events are being dropped. For the sender's thread. */
final class DropWatch {
    private final Warnings warnings = new Warnings();
    private long told;

    /** Warns if more events have been dropped since the last warning. */
    void look(Counters counters) {
        long dropped = counters.dropped();
        if (dropped > told && warnings.warn(message(counters, dropped - told))) {
            told = dropped;
        }
    }

    static String message(Counters counters, long since) {
        StringJoiner reasons = new StringJoiner(", ");
        for (TopicCounters topic : counters.topics()) {
            for (Map.Entry<DropReason, Long> entry : topic.dropped().entrySet()) {
                reasons.add(topic.topic() + " " + entry.getKey().word() + " " + entry.getValue());
            }
        }
        return "Tidemark dropped " + since + " events since the last warning; in total: " + reasons;
    }
}
