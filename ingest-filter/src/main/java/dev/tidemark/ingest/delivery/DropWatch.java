package dev.tidemark.ingest.delivery;

import java.util.Map;
import java.util.StringJoiner;

/** Tells the application's log, at most once a minute, that events are being dropped. For the sender's thread. */
final class DropWatch {
    private final Warnings warnings = new Warnings();
    private long told;

    /** Warns if more has been dropped than was told before. */
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
        return "Tidemark dropped " + since + " events since it last said so; in all: " + reasons;
    }
}
