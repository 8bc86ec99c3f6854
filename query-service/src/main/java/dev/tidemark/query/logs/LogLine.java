package dev.tidemark.query.logs;

import dev.tidemark.wire.event.LogEvent;

/**
 * One line of the logs topic.
 *
 * @param partition where it stands
 * @param offset where it stands there
 * @param event what it says
 * @param json the same as JSON, encoded once for all readers
 */
record LogLine(int partition, long offset, LogEvent event, String json) {
    /** What it takes in memory, roughly: text is held once in the event and once as JSON. */
    long weight() {
        return 2L * json.length() + 200;
    }
}
