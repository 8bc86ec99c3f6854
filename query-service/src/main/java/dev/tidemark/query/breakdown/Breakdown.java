package dev.tidemark.query.breakdown;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.breakdown.CallQueries.Sum;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import dev.tidemark.wire.parts.PartSums;
import dev.tidemark.wire.parts.PartTotals;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of requests went. Times are milliseconds.
 *
 * @param from the start of the span that was answered
 * @param to its end
 * @param tier the width of its windows
 * @param service the service that was asked for; null for all
 * @param selection if durations were asked for: parts, timeline and octaves are those of the measured requests that took so long, and
 *     there are no calls. The coverage is that of all durations
 * @param parts null if no request was measured; {@code unknown} says why
 * @param octaves by the requests' duration, the shortest first; only those that have requests
 * @param calls the operations of the requests
 * @param background the operations outside of requests; null if the question names a method or a route
 * @param skippedWindows windows of one endpoint that are not included, because what is stored of them is contradictory
 * @param comparison the same for the earlier span; null if none was asked for
 */
@Serdeable
record Breakdown(
        Instant from,
        Instant to,
        String tier,
        @Nullable String service,
        @Nullable String method,
        @Nullable String route,
        @Nullable Selection selection,
        Coverage coverage,
        @Nullable Parts parts,
        Timeline timeline,
        List<Octave> octaves,
        Calls calls,
        @Nullable Calls background,
        long skippedWindows,
        List<Unknown> unknown,
        @Nullable Breakdown comparison) {

    /** The same with what it is compared with. */
    Breakdown comparedWith(Breakdown earlier) {
        return new Breakdown(
                from,
                to,
                tier,
                service,
                method,
                route,
                selection,
                coverage,
                parts,
                timeline,
                octaves,
                calls,
                background,
                skippedWindows,
                unknown,
                earlier);
    }

    /**
     * The durations that were asked for, in whole octaves.
     *
     * @param fromMs the shortest duration (inclusive)
     * @param toMs the longest (exclusive)
     * @param requests the measured ones
     */
    @Serdeable
    record Selection(double fromMs, double toMs, long requests) {}

    /**
     * How much of the traffic was measured.
     *
     * @param requests the requests that have a latency: all but streams
     * @param streams server-sent events, WebSockets and long polls, whose time is not split
     * @param measuredRequests the requests whose parts were measured
     * @param measuredPercent null without requests
     */
    @Serdeable
    record Coverage(
            long requests,
            long streams,
            long measuredRequests,
            @Nullable Double measuredPercent) {
        static Coverage of(PartReader.Measured measured) {
            long requests = measured.sums().total().measured();
            return new Coverage(
                    measured.requests(), measured.streams(), requests, Rounding.share(requests, measured.requests()));
        }
    }

    /**
     * The parts over time, in the same steps as the latency timeline.
     *
     * @param from the start of the first step
     * @param to the end of the last step, which may be ahead
     * @param bucketSeconds the width of a step
     */
    @Serdeable
    record Timeline(Instant from, Instant to, long bucketSeconds, List<Point> points) {
        /**
         * One step.
         *
         * @param mean the parts of a measured request, in milliseconds; null if there was none
         */
        @Serdeable
        record Point(
                Instant ts,
                long requests,
                long measuredRequests,
                @Nullable PartTimes mean) {
            private static final int HEAP_BYTES = HeapBytes.object(24) + HeapBytes.object(16) + PartTimes.HEAP_BYTES;
        }

        static Timeline of(TimelineSteps steps, Map<Long, PartQueries.Step> sums) {
            List<Point> points = new ArrayList<>();
            for (long i = steps.first(); i <= steps.last(); i++) {
                PartQueries.Step step = sums.get(i);
                points.add(
                        step == null
                                ? new Point(steps.start(i), 0, 0, null)
                                : new Point(
                                        steps.start(i),
                                        step.requests(),
                                        step.measured(),
                                        step.measured() == 0 ? null : PartTimes.mean(step.totals())));
            }
            Segment segment = steps.segment();
            return new Timeline(segment.from(), segment.to(), steps.width().toSeconds(), points);
        }
    }

    /**
     * Requests of a similar duration.
     *
     * @param fromMs the shortest duration (inclusive)
     * @param toMs the longest (exclusive)
     * @param requests the measured ones
     * @param sum their time
     */
    @Serdeable
    record Octave(double fromMs, double toMs, long requests, PartTimes sum) {
        private static final int HEAP_BYTES = HeapBytes.object(32) + PartTimes.HEAP_BYTES;

        static List<Octave> of(PartSums sums, @Nullable Durations durations) {
            List<Octave> octaves = new ArrayList<>();
            for (int i = 0; i < PartSums.OCTAVES; i++) {
                PartTotals totals = sums.ofOctave(i);
                if (totals.measured() > 0 && (durations == null || durations.contains(i))) {
                    octaves.add(new Octave(
                            Rounding.millis(PartSums.lowestMicros(i)),
                            Rounding.millis(PartSums.lowestMicros(i + 1)),
                            totals.measured(),
                            PartTimes.sum(totals)));
                }
            }
            return octaves;
        }
    }

    /** Whether an operation is a statement that PostgreSQL may know. */
    static boolean isStatement(Sum sum) {
        return sum.kind().equals(CallKind.DB.wireName()) && !sum.operation().equals(CallSummary.OTHER);
    }

    /** Its memory, about. */
    long heapBytes() {
        return 800
                + (long) Timeline.Point.HEAP_BYTES * timeline.points().size()
                + (long) Octave.HEAP_BYTES * octaves.size()
                + calls.heapBytes()
                + (background == null ? 0 : background.heapBytes());
    }
}
