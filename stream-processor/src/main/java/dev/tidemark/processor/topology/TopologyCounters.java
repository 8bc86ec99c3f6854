package dev.tidemark.processor.topology;

import dev.tidemark.processor.intake.Rejection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the topology counts in this process since it started. Thread-safe. What is processed again after a failure is counted again:
 * exact are the rollups, not these.
 */
public final class TopologyCounters {
    private final Map<Rejection, LongAdder> rejected = new EnumMap<>(Rejection.class);

    /** Records of the requests topic that were read; each carries a request or something that is none. */
    final LongAdder records = new LongAdder();

    /** Requests that were read and count. */
    final LongAdder accepted = new LongAdder();

    /** Accepted requests whose ten seconds had ended more than a minute before they were appended. */
    final LongAdder late = new LongAdder();

    /** Requests counted in an {@code (other)} series because their service had too many, or there were too many services. */
    final LongAdder seriesOverflow = new LongAdder();

    /** Requests that were not added to their window because it had expired; their deltas are dead letters. Above 0: lost. */
    final LongAdder expired = new LongAdder();

    /** Records between the stages that could not be read; they are dead letters. Above 0: something else writes there. */
    final LongAdder malformedDeltas = new LongAdder();

    /** Dead letters whose value was too long to be sent and was cut. */
    final LongAdder deadLettersCut = new LongAdder();

    /** Rollups that were published. */
    final LongAdder rollups = new LongAdder();

    /** Gauge: series × ten seconds that wait for the next commit. */
    final LongAdder openDeltas = new LongAdder();

    /** Gauge: windows that are held in memory. */
    final LongAdder openWindows = new LongAdder();

    /** Gauge: series that have a place in the second stage. */
    final LongAdder series = new LongAdder();

    public TopologyCounters() {
        for (Rejection reason : Rejection.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    @SuppressWarnings("NullAway") // The constructor puts every reason.
    LongAdder rejected(Rejection reason) {
        return rejected.get(reason);
    }

    /** Requests that count so far. */
    public long requestsAccepted() {
        return accepted.sum();
    }

    /** The values by name; the names are those of the samples, and of the metrics that are exposed. */
    public Map<String, Long> values() {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("records_read_total", records.sum());
        values.put("requests_accepted_total", accepted.sum());
        rejected.forEach((reason, n) -> values.put("requests_rejected_" + reason.word() + "_total", n.sum()));
        values.put("requests_late_total", late.sum());
        values.put("requests_series_overflow_total", seriesOverflow.sum());
        values.put("requests_expired_total", expired.sum());
        values.put("deltas_malformed_total", malformedDeltas.sum());
        values.put("dead_letters_cut_total", deadLettersCut.sum());
        values.put("rollups_published_total", rollups.sum());
        values.put("deltas_open", openDeltas.sum());
        values.put("windows_open", openWindows.sum());
        values.put("series", series.sum());
        return values;
    }
}
