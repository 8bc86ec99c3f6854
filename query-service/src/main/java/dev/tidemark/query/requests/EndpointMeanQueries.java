package dev.tidemark.query.requests;

import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.stream.Stream;

/** Reads how long the requests of each endpoint took over time: sums without sketches, which PostgreSQL adds up. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface EndpointMeanQueries {
    /** What is contradictory is left out, and sums are no integers: forged counts must not make them overflow. */
    String SUMS = """
            SELECT endpoint_id, floor(extract(epoch FROM window_start) / :seconds)::bigint AS step,
                   sum(count - coalesce(streams, 0))::double precision AS latencies,
                   sum(sum_us)::double precision AS micros
            FROM\s""";

    /** Not by service or route: that would look each window's endpoint up, and PostgreSQL adds all of them up as fast. */
    String BETWEEN = """

            WHERE window_start >= :from AND window_start < :to
              AND count > coalesce(streams, 0) AND sum_us >= 0
            GROUP BY endpoint_id, step
            """;

    @Query(SUMS + "rollup_10s" + BETWEEN)
    Stream<Sum> ofTenSeconds(long seconds, Instant from, Instant to);

    @Query(SUMS + "rollup_1m" + BETWEEN)
    Stream<Sum> ofMinutes(long seconds, Instant from, Instant to);

    @Query(SUMS + "rollup_1h" + BETWEEN)
    Stream<Sum> ofHours(long seconds, Instant from, Instant to);

    /** The sums of {@code segment} by endpoint and by step of {@code seconds}, in no order. The caller closes the stream. */
    default Stream<Sum> sums(Segment segment, long seconds) {
        Instant from = segment.from();
        Instant to = segment.to();
        return switch (segment.tier()) {
            case TEN_SECONDS -> ofTenSeconds(seconds, from, to);
            case ONE_MINUTE -> ofMinutes(seconds, from, to);
            case ONE_HOUR -> ofHours(seconds, from, to);
        };
    }

    /** The requests of an endpoint that have a latency, in one step. */
    @MappedEntity
    record Sum(int endpointId, long step, double latencies, double micros) {}
}
