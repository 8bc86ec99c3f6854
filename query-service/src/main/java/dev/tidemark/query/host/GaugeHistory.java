package dev.tidemark.query.host;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gauge over time.
 *
 * @param name the gauge; it ends with the unit
 * @param item which of several things it describes, such as a disk; null if there is only one
 * @param points one for each step in which something was read, in the order of time
 */
@Serdeable
record GaugeHistory(String name, @Nullable String item, List<Point> points) {
    /**
     * A step.
     *
     * @param at its start
     * @param mean the mean of the readings; of a gauge that only rises, its rise since the step before
     * @param max the largest reading; the same as the mean for a gauge that only rises
     */
    @Serdeable
    record Point(Instant at, double mean, double max) {}
}
