package dev.tidemark.query.requests;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.wire.parts.PartSums;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many requests took how long, over time. Counts are exact: no bin of the stored sketches lies in two octaves.
 *
 * @param from the start of the first column
 * @param to the end of the last column, which may be ahead
 * @param tier the width of the windows of the span
 * @param bucketSeconds the width of a column, as in the latency timeline
 * @param requests those with a latency, which the cells hold
 * @param streams server-sent events, WebSockets and long polls, which have no latency and are in no cell
 * @param octaves the rows, from the shortest durations to the longest that occur; empty without requests
 * @param columns one for each step of time
 * @param skippedWindows windows of one endpoint that are not included, because what is stored of them is contradictory
 * @param comparison the same for the earlier span; null if none was asked for
 */
@Serdeable
record Heatmap(
        Instant from,
        Instant to,
        String tier,
        long bucketSeconds,
        @Nullable String service,
        @Nullable String method,
        @Nullable String route,
        long requests,
        long streams,
        List<Octave> octaves,
        List<Column> columns,
        long skippedWindows,
        List<Unknown> unknown,
        @Nullable Heatmap comparison) {

    private static final Unknown ERRORS = new Unknown(
            List.of("columns.errors_by_octave"),
            "windows count errors, but not by duration",
            "ask api/traces?kind=failing for single requests");

    /**
     * A row of cells.
     *
     * @param fromMs the shortest duration (inclusive)
     * @param toMs the longest (exclusive), twice as long
     * @param requests in all columns
     */
    @Serdeable
    record Octave(double fromMs, double toMs, long requests) {}

    /**
     * A column of cells.
     *
     * @param ts its start
     * @param requests those with a latency
     * @param errors requests with a status of 400 or above; of streams, those that failed
     * @param counts the requests of each octave
     * @param errorsByOctave null, because it is not stored
     */
    @Serdeable
    record Column(
            Instant ts,
            long requests,
            long streams,
            long errors,
            List<Long> counts,
            @Nullable List<Long> errorsByOctave) {}

    static Heatmap of(TimeRange range, TimelineSteps steps, EndpointChoice choice, Map<Long, LatencyAggregate> sums) {
        long[] all = new long[Long.SIZE];
        long streams = 0;
        long skipped = 0;
        for (LatencyAggregate sum : sums.values()) {
            long[] counts = sum.countsByOctave();
            Arrays.setAll(all, octave -> all[octave] + counts[octave]);
            streams += sum.streams();
            skipped += sum.skipped();
        }
        int first = 0;
        int end = all.length;
        while (first < end && all[first] == 0) {
            first++;
        }
        while (end > first && all[end - 1] == 0) {
            end--;
        }
        List<Octave> octaves = new ArrayList<>();
        for (int octave = first; octave < end; octave++) {
            octaves.add(new Octave(
                    Rounding.millis(PartSums.lowestMicros(octave)),
                    Rounding.millis(PartSums.lowestMicros(octave + 1)),
                    all[octave]));
        }
        List<Column> columns = new ArrayList<>();
        for (long step = steps.first(); step <= steps.last(); step++) {
            columns.add(column(steps.start(step), sums.get(step), first, end));
        }
        return new Heatmap(
                steps.segment().from(),
                steps.segment().to(),
                range.tier().label(),
                steps.width().toSeconds(),
                choice.service(),
                choice.method(),
                choice.route(),
                Arrays.stream(all).sum(),
                streams,
                octaves,
                columns,
                skipped,
                List.of(ERRORS),
                null);
    }

    private static Column column(Instant ts, @Nullable LatencyAggregate sum, int first, int end) {
        long[] counts = sum == null ? new long[end - first] : Arrays.copyOfRange(sum.countsByOctave(), first, end);
        return new Column(
                ts,
                Arrays.stream(counts).sum(),
                sum == null ? 0 : sum.streams(),
                sum == null ? 0 : sum.errors(),
                Arrays.stream(counts).boxed().toList(),
                null);
    }

    Heatmap comparedWith(Heatmap earlier) {
        return new Heatmap(
                from,
                to,
                tier,
                bucketSeconds,
                service,
                method,
                route,
                requests,
                streams,
                octaves,
                columns,
                skippedWindows,
                unknown,
                earlier);
    }

    /** Its memory, about. */
    long heapBytes() {
        return 800
                + (long) octaves.size() * (HeapBytes.object(24) + 4)
                + (long) columns.size() * (HeapBytes.object(64) + 60 + (long) octaves.size() * (HeapBytes.NUMBER + 4));
    }
}
