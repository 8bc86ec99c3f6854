package dev.tidemark.query.plans;

import dev.tidemark.query.store.Databases;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the samples that the collector makes of plans. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = Databases.STORE)
interface PlanQueries {
    String SERIES = """
            WITH series AS (
                SELECT m.id, m.instance_id, m.metadata->>'queryid' AS queryid, m.metadata->>'plan' AS plan,
                       m.metadata->>'reason' AS reason, m.metadata->>'remedy' AS remedy
                FROM metric m
                JOIN service s ON s.id = m.service_id
                LEFT JOIN instance i ON i.id = m.instance_id
                WHERE s.name = 'tidemark-collector' AND m.metric_type = 'postgres' AND m.metric_name = :name
                  AND (i.name IS NULL OR i.name = :instance)
                  AND m.last_seen >= (:from::timestamptz AT TIME ZONE 'UTC')::date - 1
                  AND (:queryid::text IS NULL OR m.metadata->>'queryid' = :queryid)
                ORDER BY m.last_seen DESC, m.id DESC
                LIMIT :series)
            """;

    /** The times in which a statement had one plan without another one between, the newest first. */
    @Query(SERIES + """
            , seen AS (
                SELECT queryid, plan, ts, value, plan IS DISTINCT FROM lag(plan) OVER earlier AS changed
                FROM series
                JOIN sample ON metric_id = series.id AND ts >= :from AND ts < :to
                WINDOW earlier AS (PARTITION BY queryid ORDER BY ts)
            ), numbered AS (
                SELECT *, count(*) FILTER (WHERE changed) OVER (PARTITION BY queryid ORDER BY ts) AS run FROM seen
            )
            SELECT queryid, plan, min(ts) AS first_seen, max(ts) AS last_seen,
                   (array_agg(value ORDER BY ts))[1] AS first_cost, (array_agg(value ORDER BY ts DESC))[1] AS last_cost
            FROM numbered
            GROUP BY queryid, plan, run
            ORDER BY last_seen DESC, queryid
            LIMIT :most
            """)
    List<Run> runs(
            String name, @Nullable String queryid, String instance, Instant from, Instant to, int series, int most);

    /** The newest reason of each statement whose plan could not be taken. */
    @Query(SERIES + """
            SELECT DISTINCT ON (queryid) queryid, ts AS at, reason, remedy
            FROM series
            JOIN sample ON metric_id = series.id AND ts >= :from AND ts < :to
            ORDER BY queryid, ts DESC
            LIMIT :series
            """)
    List<Refused> refused(String name, @Nullable String queryid, String instance, Instant from, Instant to, int series);

    /** The parts of the newest document of each of these plans, in order. */
    @Query("""
            WITH part AS (
                SELECT m.id, m.metadata->>'queryid' AS queryid, m.metadata->>'plan' AS plan,
                       (m.metadata->>'document')::bigint AS document, (m.metadata->>'part')::integer AS part
                FROM metric m
                JOIN service s ON s.id = m.service_id
                WHERE s.name = 'tidemark-collector' AND m.metric_type = 'postgres' AND m.metric_name = 'plan_parts'
                  AND m.metadata->>'plan' IN (:plans) AND m.metadata->>'queryid' IN (:queryids)
                  AND m.metadata->>'document' ~ '^[0-9]{1,15}$' AND m.metadata->>'part' ~ '^[0-9]{1,3}$'
            ), ranked AS (
                SELECT *, max(document) OVER (PARTITION BY queryid, plan) AS newest FROM part
            )
            SELECT r.queryid, r.plan, r.part, m.metadata->>'text' AS text
            FROM ranked r
            JOIN metric m ON m.id = r.id
            WHERE r.document = r.newest
            ORDER BY r.queryid, r.plan, r.part
            LIMIT :most
            """)
    List<Part> parts(List<String> plans, List<String> queryids, int most);

    /** A statement had a plan for some time. */
    @MappedEntity
    record Run(String queryid, String plan, Instant firstSeen, Instant lastSeen, double firstCost, double lastCost) {}

    /** Why a statement has no plan. */
    @MappedEntity
    record Refused(
            String queryid,
            Instant at,
            String reason,
            @Nullable String remedy) {}

    /** A part of a document. */
    @MappedEntity
    record Part(String queryid, String plan, int part, String text) {}
}
