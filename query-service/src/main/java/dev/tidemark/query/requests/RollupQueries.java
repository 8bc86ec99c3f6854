package dev.tidemark.query.requests;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.parts.PartTotals;
import dev.tidemark.wire.sketch.LatencySketch;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads windows of requests. They come in no order, and in portions: a span may hold more than fits in memory at once. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface RollupQueries {
    String WINDOWS_OF = """
            SELECT extract(epoch FROM window_start)::bigint AS window_start_seconds, endpoint_id, count, errors,
                   status_5xx AS server_errors, sum_us AS sum_micros, min_us AS min_micros, max_us AS max_micros, sketch,
                   coalesce(streams, 0) AS streams, 0 AS skipped,
                   0 AS skipped_count, coalesce(measured, 0) AS measured, coalesce(measured_us, 0) AS measured_micros,
                   coalesce(db_us, 0) AS db_micros, coalesce(pool_wait_us, 0) AS pool_wait_micros,
                   coalesce(redis_us, 0) AS redis_micros, coalesce(http_us, 0) AS http_micros
            FROM\s""";
    /** The sum tells of each request that was added, the checksum of any other change. Forged counts must not make the sum overflow. */
    String VERSIONS_OF = """
            SELECT extract(epoch FROM window_start)::bigint AS window_start_seconds,
                   sum(greatest(0, least(count,\s""" + Rollup.MAX_COUNT + """
            )))::bigint AS count,
                   bit_xor(hashint8extended(sum_us, hashint8extended(count, endpoint_id))) AS checksum
            FROM\s""";

    String BY_WINDOW = """
            GROUP BY window_start
            ORDER BY window_start
            """;
    String BETWEEN = """

            WHERE window_start >= :from AND window_start < :to
              AND (:service::text IS NULL AND :method::text IS NULL AND :route::text IS NULL
                   OR EXISTS (SELECT
                              FROM endpoint e
                              JOIN service s ON s.id = e.service_id
                              WHERE e.id = endpoint_id
                                AND (:service::text IS NULL OR s.name = :service)
                                AND (:method::text IS NULL OR e.method = :method)
                                AND (:route::text IS NULL OR e.route = :route)))
            """;

    @Query(WINDOWS_OF + "rollup_10s" + BETWEEN)
    Stream<Window> tenSeconds(
            Instant from, Instant to, @Nullable String service, @Nullable String method, @Nullable String route);

    @Query(WINDOWS_OF + "rollup_1m" + BETWEEN)
    Stream<Window> oneMinute(
            Instant from, Instant to, @Nullable String service, @Nullable String method, @Nullable String route);

    @Query(WINDOWS_OF + "rollup_1h" + BETWEEN)
    Stream<Window> oneHour(
            Instant from, Instant to, @Nullable String service, @Nullable String method, @Nullable String route);

    @Query(VERSIONS_OF + "rollup_10s" + BETWEEN + BY_WINDOW)
    List<Version> versionsOfTenSeconds(
            Instant from, Instant to, @Nullable String service, @Nullable String method, @Nullable String route);

    @Query(VERSIONS_OF + "rollup_1m" + BETWEEN + BY_WINDOW)
    List<Version> versionsOfOneMinute(
            Instant from, Instant to, @Nullable String service, @Nullable String method, @Nullable String route);

    @Query(VERSIONS_OF + "rollup_1h" + BETWEEN + BY_WINDOW)
    List<Version> versionsOfOneHour(
            Instant from, Instant to, @Nullable String service, @Nullable String method, @Nullable String route);

    /**
     * The windows of {@code segment} whose endpoints pass {@code filter}; an empty one in place of each that cannot be merged. The
     * caller closes the stream.
     */
    default Stream<Window> windows(Segment segment, EndpointChoice filter) {
        Instant from = segment.from();
        Instant to = segment.to();
        Stream<Window> windows = switch (segment.tier()) {
            case TEN_SECONDS -> tenSeconds(from, to, filter.service(), filter.method(), filter.route());
            case ONE_MINUTE -> oneMinute(from, to, filter.service(), filter.method(), filter.route());
            case ONE_HOUR -> oneHour(from, to, filter.service(), filter.method(), filter.route());
        };
        return windows.map(Window::mergeable);
    }

    /**
     * What tells whether the windows of {@code segment} have changed since they were read, in the order of time: without their
     * sketches, which are most of what reading them costs.
     */
    default List<Version> versions(Segment segment, EndpointChoice filter) {
        Instant from = segment.from();
        Instant to = segment.to();
        return switch (segment.tier()) {
            case TEN_SECONDS -> versionsOfTenSeconds(from, to, filter.service(), filter.method(), filter.route());
            case ONE_MINUTE -> versionsOfOneMinute(from, to, filter.service(), filter.method(), filter.route());
            case ONE_HOUR -> versionsOfOneHour(from, to, filter.service(), filter.method(), filter.route());
        };
    }

    /** One window of all endpoints that were asked for: how many requests it holds, and a checksum of its rows. */
    @MappedEntity
    record Version(long windowStartSeconds, long count, long checksum) {}

    /**
     * One endpoint in one window, or several windows merged.
     *
     * @param skipped the number of windows that could not be merged into it
     * @param skippedCount how many requests the versions count in those
     * @param measured the requests whose parts were measured; the parts are parts of {@code measuredMicros}, the sum of their durations
     */
    @MappedEntity
    record Window(
            long windowStartSeconds,
            int endpointId,
            long count,
            long errors,
            long serverErrors,
            long sumMicros,
            long minMicros,
            long maxMicros,
            byte[] sketch,
            long streams,
            long skipped,
            long skippedCount,
            long measured,
            long measuredMicros,
            long dbMicros,
            long poolWaitMicros,
            long redisMicros,
            long httpMicros) {
        private static final byte[] EMPTY = new LatencySketch().toBytes();

        /** The number of requests in the sketch. */
        long latencies() {
            return count - streams;
        }

        Window mergeable() {
            return isMergeable()
                    ? this
                    : new Window(
                            windowStartSeconds,
                            endpointId,
                            0,
                            0,
                            0,
                            0,
                            Long.MAX_VALUE,
                            0,
                            EMPTY,
                            0,
                            1,
                            Math.clamp(count, 0, Rollup.MAX_COUNT),
                            0,
                            0,
                            0,
                            0,
                            0,
                            0);
        }

        /** Where the time of its measured requests went; without the numbers of calls. */
        PartTotals parts() {
            return new PartTotals(measured, measuredMicros, dbMicros, 0, poolWaitMicros, redisMicros, 0, httpMicros, 0);
        }

        private boolean isMergeable() {
            try {
                return serverErrors >= 0
                        && serverErrors <= errors
                        && parts().conflict(latencies()) == null
                        && Rollup.conflict(
                                        count,
                                        errors,
                                        streams,
                                        sumMicros,
                                        minMicros,
                                        maxMicros,
                                        LatencySketch.countOf(sketch))
                                == null;
            } catch (IllegalArgumentException e) {
                // The sketch is none.
                return false;
            }
        }
    }
}
