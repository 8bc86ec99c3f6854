package dev.tidemark.query.breakdown;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.endpoint.ChosenEndpoints;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.Rollup;
import dev.tidemark.wire.parts.PartTotals;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Reads the parts of requests from windows. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface PartQueries {
    String WINDOWS_OF = "SELECT extract(epoch FROM window_start)::bigint AS window_start_seconds, count,"
            + " coalesce(streams, 0) AS streams, coalesce(parts, ''::bytea) AS parts FROM ";
    String STEPS_OF = """
            SELECT floor(extract(epoch FROM window_start) / :width)::bigint AS step,
                   sum(count - coalesce(streams, 0))::bigint AS requests, coalesce(sum(measured), 0)::bigint AS measured,
                   least(coalesce(sum(measured_us), 0), 1::bigint << 62)::bigint AS measured_micros,
                   least(coalesce(sum(db_us), 0), 1::bigint << 62)::bigint AS db_micros,
                   least(coalesce(sum(pool_wait_us), 0), 1::bigint << 62)::bigint AS pool_wait_micros,
                   least(coalesce(sum(redis_us), 0), 1::bigint << 62)::bigint AS redis_micros,
                   least(coalesce(sum(http_us), 0), 1::bigint << 62)::bigint AS http_micros
            FROM\s""";
    String BETWEEN = """

            WHERE window_start >= :from AND window_start < :to
              AND (:all OR endpoint_id = ANY(:ids))
            """;
    /** Contradictory windows are left out. Floating-point numbers do not overflow, whatever is stored. */
    String CONSISTENT = "AND count BETWEEN 1 AND " + Rollup.MAX_COUNT + """
             AND coalesce(streams, 0) BETWEEN 0 AND count
              AND (measured IS NULL
                   OR measured >= 0 AND measured::float8 <= count::float8 - coalesce(streams, 0)::float8
                      AND least(db_us, pool_wait_us, redis_us, http_us) >= 0
                      AND db_us::float8 + pool_wait_us::float8 + redis_us::float8 + http_us::float8
                          <= measured_us::float8 * 1.000001)
            GROUP BY step
            """;

    @Query(WINDOWS_OF + "rollup_10s" + BETWEEN)
    Stream<Window> tenSeconds(Instant from, Instant to, boolean all, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(WINDOWS_OF + "rollup_1m" + BETWEEN)
    Stream<Window> oneMinute(Instant from, Instant to, boolean all, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(WINDOWS_OF + "rollup_1h" + BETWEEN)
    Stream<Window> oneHour(Instant from, Instant to, boolean all, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(STEPS_OF + "rollup_10s" + BETWEEN + CONSISTENT)
    List<Step> stepsOfTenSeconds(
            long width, Instant from, Instant to, boolean all, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(STEPS_OF + "rollup_1m" + BETWEEN + CONSISTENT)
    List<Step> stepsOfOneMinute(
            long width, Instant from, Instant to, boolean all, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    @Query(STEPS_OF + "rollup_1h" + BETWEEN + CONSISTENT)
    List<Step> stepsOfOneHour(
            long width, Instant from, Instant to, boolean all, @TypeDef(type = DataType.INTEGER_ARRAY) int[] ids);

    /** The windows of {@code segment} whose endpoints are chosen. The caller closes the stream. */
    default Stream<Window> windows(Segment segment, ChosenEndpoints chosen) {
        Instant from = segment.from();
        Instant to = segment.to();
        return switch (segment.tier()) {
            case TEN_SECONDS -> tenSeconds(from, to, chosen.all(), chosen.ids());
            case ONE_MINUTE -> oneMinute(from, to, chosen.all(), chosen.ids());
            case ONE_HOUR -> oneHour(from, to, chosen.all(), chosen.ids());
        };
    }

    /** The sums of the windows of {@code segment} by steps of {@code width} seconds; those without windows are missing. */
    default List<Step> steps(Segment segment, long width, ChosenEndpoints chosen) {
        Instant from = segment.from();
        Instant to = segment.to();
        return switch (segment.tier()) {
            case TEN_SECONDS -> stepsOfTenSeconds(width, from, to, chosen.all(), chosen.ids());
            case ONE_MINUTE -> stepsOfOneMinute(width, from, to, chosen.all(), chosen.ids());
            case ONE_HOUR -> stepsOfOneHour(width, from, to, chosen.all(), chosen.ids());
        };
    }

    /**
     * One endpoint in one window.
     *
     * @param parts as {@link dev.tidemark.wire.parts.PartSums} writes them; empty if nothing was measured
     */
    @MappedEntity
    record Window(long windowStartSeconds, long count, long streams, byte[] parts) {}

    /**
     * One step of a timeline.
     *
     * @param step its number
     * @param requests those that are no streams
     */
    @MappedEntity
    record Step(
            long step,
            long requests,
            long measured,
            long measuredMicros,
            long dbMicros,
            long poolWaitMicros,
            long redisMicros,
            long httpMicros) {
        static final int HEAP_BYTES = HeapBytes.object(64) + 4;

        /** A step of measured requests. */
        static Step of(long step, PartTotals totals) {
            return new Step(
                    step,
                    totals.measured(),
                    totals.measured(),
                    totals.durationMicros(),
                    totals.dbMicros(),
                    totals.poolWaitMicros(),
                    totals.redisMicros(),
                    totals.httpMicros());
        }

        Step plus(Step other) {
            PartTotals sums = totals().plus(other.totals());
            return new Step(
                    step,
                    requests + other.requests,
                    sums.measured(),
                    sums.durationMicros(),
                    sums.dbMicros(),
                    sums.poolWaitMicros(),
                    sums.redisMicros(),
                    sums.httpMicros());
        }

        /** Without the numbers of calls. */
        PartTotals totals() {
            return new PartTotals(measured, measuredMicros, dbMicros, 0, poolWaitMicros, redisMicros, 0, httpMicros, 0);
        }
    }
}
