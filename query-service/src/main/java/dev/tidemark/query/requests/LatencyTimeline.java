package dev.tidemark.query.requests;

import dev.tidemark.query.range.TierSegments.Segment;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles over time, in milliseconds, in buckets of one width.
 *
 * @param labels the start of each bucket for the eye, UTC
 * @param datasets P50, P95 and P99, a value for each label; null where there was no request, or only streams
 * @param points the same and more for programs
 * @param from the start of the first bucket
 * @param to the end of the last bucket, which may be ahead
 * @param bucketSeconds the width of a bucket
 * @param skippedWindows windows of one endpoint that are not included, because what is stored of them is contradictory
 * @param comparison the same for the earlier span; null if none was asked for
 */
@Serdeable
record LatencyTimeline(
        List<String> labels,
        List<Dataset> datasets,
        List<Point> points,
        Instant from,
        Instant to,
        long bucketSeconds,
        long skippedWindows,
        @Nullable LatencyTimeline comparison) {
    /** A point, its label and its values in the datasets. */
    private static final int BYTES_OF_POINT = 350;

    private static final DateTimeFormatter SECONDS = form("HH:mm:ss");
    private static final DateTimeFormatter MINUTES = form("HH:mm");
    private static final DateTimeFormatter DAYS = form("MM-dd HH:mm");

    /** Its memory, about. */
    long heapBytes() {
        return 400 + (long) BYTES_OF_POINT * points.size();
    }

    /** One line of a chart. */
    @Serdeable
    record Dataset(String label, List<@Nullable Double> data) {}

    /**
     * One bucket.
     *
     * @param ts its start
     * @param streams the streams among the requests, which have no latency
     * @param errors requests with a status of 400 or above; of streams, those that failed
     * @param p50Ms null where there was no request, or only streams, as the other percentiles and the mean
     */
    @Serdeable
    record Point(
            Instant ts,
            long count,
            long streams,
            long errors,
            long serverErrors,
            @Nullable Double p50Ms,
            @Nullable Double p95Ms,
            @Nullable Double p99Ms,
            @Nullable Double avgMs) {

        static Point of(Instant ts, @Nullable LatencyAggregate tally) {
            if (tally == null || tally.count() == 0) {
                return new Point(ts, 0, 0, 0, 0, null, null, null, null);
            }
            return new Point(
                    ts,
                    tally.count(),
                    tally.streams(),
                    tally.errors(),
                    tally.serverErrors(),
                    tally.millisAt(0.50),
                    tally.millisAt(0.95),
                    tally.millisAt(0.99),
                    tally.averageMillis());
        }
    }

    static LatencyTimeline of(Segment segment, Duration width, List<Point> points, long skippedWindows) {
        DateTimeFormatter form = form(segment, width);
        return new LatencyTimeline(
                points.stream().map(point -> form.format(point.ts())).toList(),
                List.of(
                        dataset("P50", points, Point::p50Ms),
                        dataset("P95", points, Point::p95Ms),
                        dataset("P99", points, Point::p99Ms)),
                points,
                segment.from(),
                segment.to(),
                width.toSeconds(),
                skippedWindows,
                null);
    }

    LatencyTimeline comparedWith(LatencyTimeline earlier) {
        return new LatencyTimeline(labels, datasets, points, from, to, bucketSeconds, skippedWindows, earlier);
    }

    private static Dataset dataset(String label, List<Point> points, Function<Point, @Nullable Double> value) {
        // Not toList(): it may hold nulls.
        return new Dataset(label, Arrays.asList(points.stream().map(value).toArray(Double[]::new)));
    }

    private static DateTimeFormatter form(Segment segment, Duration width) {
        if (Duration.between(segment.from(), segment.to()).compareTo(Duration.ofHours(26)) > 0) {
            return DAYS;
        }
        return width.toSeconds() % 60 == 0 ? MINUTES : SECONDS;
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }
}
