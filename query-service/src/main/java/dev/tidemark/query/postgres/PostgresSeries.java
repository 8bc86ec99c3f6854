package dev.tidemark.query.postgres;

import dev.tidemark.consumer.HeapBytes;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A gauge of the monitored PostgreSQL over time.
 *
 * @param name the metric, as docs/collector.md lists it; it ends with the unit
 * @param labels what tells it apart from others of this name
 * @param points one for each step in which something was read, in the order of time
 */
@Serdeable
record PostgresSeries(String name, Map<String, String> labels, List<Point> points) {
    private static final int BYTES_OF_POINT = 80;
    private static final int BYTES_OF_SERIES = 400;

    /**
     * A step.
     *
     * @param at its start
     * @param mean the mean of the readings
     * @param max the largest reading
     */
    @Serdeable
    record Point(Instant at, double mean, double max) {}

    /** Its memory, about. */
    long heapBytes() {
        return BYTES_OF_SERIES + HeapBytes.of(name) + (long) BYTES_OF_POINT * points.size();
    }
}
