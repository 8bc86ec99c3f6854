package dev.tidemark.processor.topology;

import dev.tidemark.metrics.MetricDescriptor;
import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.processor.intake.Rejection;
import dev.tidemark.processor.metrics.Outcomes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of the topology since this process started. Work that is repeated after a failure is counted again: rollups are exact,
 * these counters are not. Thread-safe.
 */
public final class TopologyCounters implements SampleSource {
    private static final MetricDescriptor RECORDS =
            MetricDescriptor.counter("records_read_total", "Records of the requests topic that were read.");
    private static final MetricDescriptor ACCEPTED =
            MetricDescriptor.counter("requests_accepted_total", "Requests that were accepted and counted.");
    private static final MetricDescriptor REJECTED = MetricDescriptor.counter(
            "requests_rejected_total",
            "Requests that were rejected, by the reason of their dead letter. Alert if it rises: see dead_letters_total.",
            "reason");
    private static final MetricDescriptor LATE = MetricDescriptor.counter(
            "requests_late_total",
            "Accepted requests whose ten seconds had ended more than a minute before. A high share means that a producer"
                    + " had no connection to Kafka, or that its clock is behind.");
    private static final MetricDescriptor OVERFLOW = MetricDescriptor.counter(
            "requests_series_overflow_total",
            "Requests counted in an (other) series, because a series or service limit is exceeded. Alert if it rises: a"
                    + " producer reports raw paths as routes.");
    private static final MetricDescriptor CLOCK_SET_BACK = MetricDescriptor.counter(
            "broker_clock_set_back_total",
            "Steps of a broker's clock into the past, by more than an hour, as seen by the tasks of the second stage. Alert if"
                    + " it rises: check the time synchronisation of the brokers.");
    private static final MetricDescriptor COUNTED_LATER = MetricDescriptor.counter(
            "requests_counted_later_total",
            "Requests counted in windows later than their own time, because a broker's clock was set back to hours whose windows"
                    + " are final.");
    private static final MetricDescriptor MALFORMED_DELTAS = MetricDescriptor.counter(
            "deltas_malformed_total",
            "Malformed records between the two stages. Alert above 0: another program writes to that topic.");
    private static final MetricDescriptor CUT = MetricDescriptor.counter(
            "dead_letters_cut_total", "Dead letters that were cut because they were too large.");
    private static final MetricDescriptor ROLLUPS =
            MetricDescriptor.counter("rollups_published_total", "Rollups that were published.");
    private static final MetricDescriptor STORED = MetricDescriptor.counter(
            "windows_stored_total",
            "Changed windows that were stored. Those of 10 s were also published; wider ones are published less often.");
    private static final MetricDescriptor OPEN_DELTAS = MetricDescriptor.gauge(
            "deltas_open", "Sketches in memory that wait for the next commit: one per series and ten seconds.");
    private static final MetricDescriptor OPEN_WINDOWS = MetricDescriptor.gauge("windows_open", "Windows in memory.");
    private static final MetricDescriptor UNPUBLISHED_WINDOWS = MetricDescriptor.gauge(
            "windows_unpublished", "Windows of 1 min and 1 h whose last change is not published yet.");
    private static final MetricDescriptor SERIES = MetricDescriptor.gauge(
            "series", "Series that the second stage has admitted. Compare it with the limit per service.");

    private static final MetricDescriptor MEMORY = MetricDescriptor.gauge(
            "memory_bytes",
            "Memory of what the topology keeps on the heap, about: the series of both stages, the sketches of deltas_open and the"
                    + " windows of windows_open. Each has a limit: see docs/limits.md.",
            "part");

    private final Map<Rejection, LongAdder> rejected = new EnumMap<>(Rejection.class);
    private final Map<TopicAndReason, LongAdder> deadLetters = new ConcurrentHashMap<>();

    /** Records of the requests topic that were read, valid or not. */
    final LongAdder records = new LongAdder();

    /** Requests that were accepted. */
    final LongAdder accepted = new LongAdder();

    /** Accepted requests whose ten seconds had ended more than a minute before they were appended. */
    final LongAdder late = new LongAdder();

    /** Requests counted in an {@code (other)} series, because a series or service limit was exceeded. */
    final LongAdder seriesOverflow = new LongAdder();

    /** Requests that were not added to their window because it had expired; their deltas are dead letters. Above 0: lost. */
    final LongAdder expired = new LongAdder();

    /** Steps of a broker's clock into the past. */
    final LongAdder clockSetBack = new LongAdder();

    /** Requests counted in later windows, because theirs are final and a broker's clock was set back. */
    final LongAdder countedLater = new LongAdder();

    /** Malformed records between the stages, which became dead letters. Above 0: another program writes there. */
    final LongAdder malformedDeltas = new LongAdder();

    /** Dead letters that were cut because they were too large. */
    final LongAdder deadLettersCut = new LongAdder();

    /** Rollups that were published. */
    final LongAdder rollups = new LongAdder();

    /** Changed windows that were stored. */
    final LongAdder windowsStored = new LongAdder();

    /** Gauge: series × ten seconds that wait for the next commit. */
    final LongAdder openDeltas = new LongAdder();

    /** Gauge: windows in memory. */
    final LongAdder openWindows = new LongAdder();

    /** Gauge: windows whose last change is not published yet. */
    final LongAdder unpublishedWindows = new LongAdder();

    /** Gauge: series that the second stage has admitted. */
    final LongAdder series = new LongAdder();

    /** Gauges: the memory of admitted series in both stages, of live deltas and of live windows. */
    final LongAdder seriesBytes = new LongAdder();

    final LongAdder deltaBytes = new LongAdder();
    final LongAdder windowBytes = new LongAdder();

    public TopologyCounters() {
        for (Rejection reason : Rejection.values()) {
            rejected.put(reason, new LongAdder());
        }
    }

    @SuppressWarnings("NullAway") // The constructor adds every reason.
    LongAdder rejected(Rejection reason) {
        return rejected.get(reason);
    }

    /** Requests accepted so far. */
    public long requestsAccepted() {
        return accepted.sum();
    }

    /** A record of {@code topic} became a dead letter. */
    void deadLetter(String topic, String reason) {
        deadLetters
                .computeIfAbsent(new TopicAndReason(topic, reason), unseen -> new LongAdder())
                .increment();
    }

    @Override
    public List<Sample> samples() {
        List<Sample> all = new ArrayList<>();
        all.add(published(RECORDS, records));
        all.add(published(ACCEPTED, accepted));
        rejected.forEach((reason, n) ->
                all.add(REJECTED.published("requests_rejected_" + reason.word() + "_total", n.sum(), reason.word())));
        all.add(published(LATE, late));
        all.add(published(OVERFLOW, seriesOverflow));
        all.add(Outcomes.LOST.published("requests_expired_total", expired.sum(), "windows", "window_expired"));
        all.add(published(CLOCK_SET_BACK, clockSetBack));
        all.add(published(COUNTED_LATER, countedLater));
        all.add(published(MALFORMED_DELTAS, malformedDeltas));
        all.add(published(CUT, deadLettersCut));
        deadLetters.forEach(
                (deadLetter, n) -> all.add(Outcomes.DEAD_LETTERS.sample(n.sum(), deadLetter.topic, deadLetter.reason)));
        all.add(published(ROLLUPS, rollups));
        all.add(published(STORED, windowsStored));
        all.add(published(OPEN_DELTAS, openDeltas));
        all.add(published(OPEN_WINDOWS, openWindows));
        all.add(published(UNPUBLISHED_WINDOWS, unpublishedWindows));
        all.add(published(SERIES, series));
        all.add(MEMORY.published("series_memory_bytes", seriesBytes.sum(), "series"));
        all.add(MEMORY.published("delta_memory_bytes", deltaBytes.sum(), "deltas"));
        all.add(MEMORY.published("window_memory_bytes", windowBytes.sum(), "windows"));
        return all;
    }

    private static Sample published(MetricDescriptor descriptor, LongAdder n) {
        return descriptor.published(descriptor.name(), n.sum());
    }

    /** The values of the samples by name. */
    public Map<String, Long> values() {
        return Sample.published(samples());
    }

    private record TopicAndReason(String topic, String reason) {}
}
