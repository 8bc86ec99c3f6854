package dev.tidemark.processor.topology;

import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.processor.metrics.Meter;
import dev.tidemark.processor.metrics.Outcomes;
import dev.tidemark.processor.metrics.Reading;
import dev.tidemark.processor.metrics.Readings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the topology counts in this process since it started. Thread-safe. What is processed again after a failure is counted again:
 * exact are the rollups, not these.
 */
public final class TopologyCounters implements Readings {
    private static final Meter RECORDS =
            Meter.counter("records_read_total", "Records of the requests topic that were read.");
    private static final Meter ACCEPTED =
            Meter.counter("requests_accepted_total", "Requests that were read and count.");
    private static final Meter REJECTED = Meter.counter(
            "requests_rejected_total",
            "Requests that do not count, by the reason of their dead letter. Alert if it rises: see dead_letters_total.",
            "reason");
    private static final Meter LATE = Meter.counter(
            "requests_late_total",
            "Requests that count although their ten seconds had ended more than a minute before. A high share means that a"
                    + " producer was cut off from Kafka, or that its clock is behind.");
    private static final Meter OVERFLOW = Meter.counter(
            "requests_series_overflow_total",
            "Requests counted in an (other) series, because there are too many services or routes. Alert if it rises: a"
                    + " producer reports raw paths as routes.");
    private static final Meter MALFORMED_DELTAS = Meter.counter(
            "deltas_malformed_total",
            "Records between the two stages that could not be read. Alert above 0: something else writes to that topic.");
    private static final Meter CUT =
            Meter.counter("dead_letters_cut_total", "Dead letters whose value was too long to be sent and was cut.");
    private static final Meter ROLLUPS = Meter.counter("rollups_published_total", "Rollups that were published.");
    private static final Meter OPEN_DELTAS = Meter.gauge(
            "deltas_open", "Series times ten seconds that wait for the next commit; live sketches in memory.");
    private static final Meter OPEN_WINDOWS = Meter.gauge("windows_open", "Windows that are held in memory.");
    private static final Meter SERIES = Meter.gauge(
            "series", "Series that have a place in the second stage. Watch it against the limit for each service.");

    private final Map<Rejection, LongAdder> rejected = new EnumMap<>(Rejection.class);
    private final Map<Letter, LongAdder> deadLetters = new ConcurrentHashMap<>();

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

    /** A record of {@code topic} became a dead letter. */
    void deadLetter(String topic, String reason) {
        deadLetters
                .computeIfAbsent(new Letter(topic, reason), unseen -> new LongAdder())
                .increment();
    }

    @Override
    public List<Reading> readings() {
        List<Reading> all = new ArrayList<>();
        all.add(sampled(RECORDS, records));
        all.add(sampled(ACCEPTED, accepted));
        rejected.forEach((reason, n) ->
                all.add(REJECTED.sampled("requests_rejected_" + reason.word() + "_total", n.sum(), reason.word())));
        all.add(sampled(LATE, late));
        all.add(sampled(OVERFLOW, seriesOverflow));
        all.add(Outcomes.LOST.sampled("requests_expired_total", expired.sum(), "windows", "window_expired"));
        all.add(sampled(MALFORMED_DELTAS, malformedDeltas));
        all.add(sampled(CUT, deadLettersCut));
        deadLetters.forEach(
                (letter, n) -> all.add(Outcomes.DEAD_LETTERS.reading(n.sum(), letter.topic, letter.reason)));
        all.add(sampled(ROLLUPS, rollups));
        all.add(sampled(OPEN_DELTAS, openDeltas));
        all.add(sampled(OPEN_WINDOWS, openWindows));
        all.add(sampled(SERIES, series));
        return all;
    }

    private static Reading sampled(Meter meter, LongAdder n) {
        return meter.sampled(meter.name(), n.sum());
    }

    /** The values of the samples by name. */
    public Map<String, Long> values() {
        return Reading.samples(readings());
    }

    private record Letter(String topic, String reason) {}
}
