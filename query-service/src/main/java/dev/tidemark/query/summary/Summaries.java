package dev.tidemark.query.summary;

import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.freshness.FreshnessReports;
import dev.tidemark.query.host.HostReports;
import dev.tidemark.query.host.SystemStatus;
import dev.tidemark.query.parallel.ParallelQuery;
import dev.tidemark.query.postgres.PostgresReports;
import dev.tidemark.query.postgres.PostgresStatus;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.redis.RedisReports;
import dev.tidemark.query.redis.RedisStatus;
import dev.tidemark.query.requests.RequestReport;
import dev.tidemark.query.requests.RequestReports;
import dev.tidemark.query.requests.RequestStatistics;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Symptoms;
import dev.tidemark.query.verdict.Verdict;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Combines the answers of the features in bounded time. There is always a summary; parts that cannot be read have a status that says
 * so.
 */
@Singleton
public final class Summaries {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final TimeRanges ranges;
    private final RequestReports requests;
    private final RedisReports redis;
    private final PostgresReports postgres;
    private final HostReports hosts;
    private final FreshnessReports freshness;
    private final Symptoms symptoms;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("summary-", 0).factory());

    Summaries(
            TimeRanges ranges,
            RequestReports requests,
            RedisReports redis,
            PostgresReports postgres,
            HostReports hosts,
            FreshnessReports freshness,
            Symptoms symptoms) {
        this.ranges = ranges;
        this.requests = requests;
        this.redis = redis;
        this.postgres = postgres;
        this.hosts = hosts;
        this.freshness = freshness;
        this.symptoms = symptoms;
    }

    /**
     * Returns the summary of a time span.
     *
     * @throws dev.tidemark.query.range.BadRangeException if the span cannot be answered
     */
    public Summary of(RangeQuery range) {
        TimeRange asked = ranges.of(range);
        ParallelQuery query = new ParallelQuery(executor, PATIENCE);
        var redisPart = query.ask("Redis", () -> redis.status(asked));
        var postgresPart = query.ask("The monitored PostgreSQL", () -> postgres.status(asked));
        var reportPart = query.ask("The requests of the time span", () -> Optional.of(requests.of(range)));
        var newestPart = query.ask("The newest requests", () -> Optional.of(requests.newest()));
        var systemPart = query.ask("The hosts", hosts::status);
        var freshnessPart = query.ask("The sink's offsets", freshness::now);
        var symptomParts = symptoms.ask(query);

        Freshness age = freshnessPart.or(failure -> Freshness.UNKNOWN);
        List<Symptom> missing = new ArrayList<>();
        Optional<RequestReport> known = reportPart.or(failure -> {
            missing.add(missing(failure));
            return Optional.empty();
        });
        RequestReport report = known.orElseGet(() -> RequestReport.empty(asked));
        Optional<RequestReport> newest = newestPart.or(failure -> Optional.empty());
        SystemStatus system = systemPart.or(failure -> SystemStatus.UNKNOWN);
        RedisStatus redisStatus = redisPart.or(failure -> RedisReports.unknown(failure.text()));
        PostgresStatus postgresStatus = postgresPart.or(failure -> PostgresReports.unknown(failure.text()));
        List<Symptom> found = new ArrayList<>(Symptoms.of(symptomParts));
        found.addAll(missing);

        boolean hasData = report.all().requestCount() > 0
                || newest.map(now -> now.all().requestCount() > 0).orElse(false);
        RequestStatistics now = newest.map(RequestReport::all).orElse(RequestStatistics.NONE);
        boolean allKnown = known.isPresent() && newest.isPresent();
        return new Summary(
                ApiSummary.of(report, now, status(allKnown, age)),
                redisStatus,
                postgresStatus,
                system,
                report.range().from(),
                report.range().to(),
                report.range().tier().label(),
                asked.now(),
                age,
                Verdict.on(found, hasData, hasData ? fine(now) : nothing(age)));
    }

    /** The verdict uses only the last seconds, so missing figures of a long time span do not change it. */
    private static Symptom missing(ParallelQuery.Failure failure) {
        return switch (failure.kind()) {
            case LATE, BUSY -> Symptom.note(Symptom.PIPELINE, 0, "no figures for this time span: " + failure.text());
            case AWAY, FAULT -> Symptoms.of(failure);
        };
    }

    private static ApiSummary.Status status(boolean known, Freshness age) {
        if (!known || age.ageMs() == null && age.stale()) {
            return ApiSummary.Status.UNKNOWN;
        }
        return age.stale() ? ApiSummary.Status.STALE : ApiSummary.Status.OK;
    }

    private static String fine(RequestStatistics newest) {
        if (newest.requestCount() == 0) {
            return "OK: no problems found; no requests in the last " + RequestReports.NEWEST.toSeconds() + " s";
        }
        Double p95 = newest.p95LatencyMs();
        if (p95 == null) {
            return "OK: no problems found; only streams in the last " + RequestReports.NEWEST.toSeconds() + " s";
        }
        return String.format(
                Locale.ROOT,
                "OK: p95 %.0f ms, %.1f requests/s, %.1f %% errors in the last %d s",
                p95,
                newest.requestsPerSecond(),
                newest.errorRate(),
                RequestReports.NEWEST.toSeconds());
    }

    private static String nothing(Freshness age) {
        Instant newest = age.newestRequest();
        return newest == null
                ? "No data yet: no requests have been stored"
                : "No data: no requests in this time span; the newest one is from " + newest;
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
