package dev.tidemark.query.summary;

import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.freshness.FreshnessReports;
import dev.tidemark.query.gather.Gathering;
import dev.tidemark.query.host.HostReports;
import dev.tidemark.query.host.SystemStatus;
import dev.tidemark.query.postgres.PostgresReports;
import dev.tidemark.query.postgres.PostgresStatus;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import dev.tidemark.query.redis.RedisReports;
import dev.tidemark.query.redis.RedisStatus;
import dev.tidemark.query.requests.RequestReport;
import dev.tidemark.query.requests.RequestReports;
import dev.tidemark.query.requests.RequestSymptoms;
import dev.tidemark.query.verdict.Symptom;
import dev.tidemark.query.verdict.Verdict;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the features' answers together, in a bounded time. What cannot be read has a status that says so: there is always a
 * summary.
 */
@Singleton
public final class Summaries {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final TimeRanges ranges;
    private final RequestReports requests;
    private final RequestSymptoms requestSymptoms;
    private final RedisReports redis;
    private final PostgresReports postgres;
    private final HostReports hosts;
    private final FreshnessReports freshness;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("summary-", 0).factory());

    Summaries(
            TimeRanges ranges,
            RequestReports requests,
            RequestSymptoms requestSymptoms,
            RedisReports redis,
            PostgresReports postgres,
            HostReports hosts,
            FreshnessReports freshness) {
        this.ranges = ranges;
        this.requests = requests;
        this.requestSymptoms = requestSymptoms;
        this.redis = redis;
        this.postgres = postgres;
        this.hosts = hosts;
        this.freshness = freshness;
    }

    /**
     * The summary of a span.
     *
     * @throws dev.tidemark.query.range.BadRangeException if the span cannot be answered
     */
    public Summary of(RangeQuery query) {
        TimeRange range = ranges.of(query);
        List<Symptom> symptoms = new ArrayList<>();
        Gathering gathering = new Gathering(executor, PATIENCE);
        var redisPart = gathering.ask("Redis", redis::status);
        var postgresPart = gathering.ask("The monitored PostgreSQL", postgres::status);
        var reportPart = gathering.ask("The requests of the span", () -> requests.of(query));
        var newestPart = gathering.ask("The newest requests", () -> withSymptoms(requests.newest()));
        var systemPart = gathering.ask("The hosts", hosts::status);
        var freshnessPart = gathering.ask("The sink's offsets", freshness::now);

        Freshness age = freshnessPart.or(down(symptoms, Freshness.UNKNOWN));
        boolean readable = symptoms.isEmpty();
        RequestReport report = reportPart.or(down(symptoms, RequestReport.empty(range)));
        Newest newest = newestPart.or(down(symptoms, new Newest(RequestReport.empty(range), List.of())));
        SystemStatus system = systemPart.or(down(symptoms, SystemStatus.UNKNOWN));
        boolean known = symptoms.isEmpty();
        RedisStatus redisStatus = redisPart.or(RedisReports::unknown);
        PostgresStatus postgresStatus = postgresPart.or(PostgresReports::unknown);

        if (readable && age.stale()) {
            symptoms.add(Symptom.stale("the newest data is " + inWords(age.ageMs()) + " old" + lag(age)));
        }
        symptoms.addAll(newest.symptoms());
        symptoms.addAll(RedisReports.symptoms(redisStatus));
        symptoms.addAll(PostgresReports.symptoms(postgresStatus));
        symptoms.addAll(HostReports.symptoms(system));
        boolean hasData = report.all().requestCount() > 0;
        return new Summary(
                ApiSummary.of(report, newest.report().all(), status(known, age)),
                redisStatus,
                postgresStatus,
                system,
                report.range().from(),
                report.range().to(),
                report.range().tier().label(),
                range.now(),
                age,
                Verdict.on(symptoms, hasData, hasData ? fine(newest.report()) : nothing(age)));
    }

    private record Newest(RequestReport report, List<Symptom> symptoms) {}

    private Newest withSymptoms(RequestReport newest) {
        return new Newest(newest, requestSymptoms.of(newest));
    }

    private static <T> Function<String, T> down(List<Symptom> symptoms, T instead) {
        return why -> {
            symptoms.add(Symptom.down(why));
            return instead;
        };
    }

    private static String status(boolean known, Freshness age) {
        if (!known) {
            return "unknown";
        }
        return age.stale() ? "stale" : "ok";
    }

    private static String fine(RequestReport newest) {
        if (newest.all().requestCount() == 0) {
            return "OK: nothing is wrong, and no request came in the last " + RequestReports.NEWEST.toSeconds() + " s";
        }
        return String.format(
                Locale.ROOT,
                "OK: p95 %.0f ms, %.1f requests/s, %.1f %% errors in the last %d s",
                newest.all().p95LatencyMs(),
                newest.all().requestsPerSecond(),
                newest.all().errorRate(),
                RequestReports.NEWEST.toSeconds());
    }

    private static String nothing(Freshness age) {
        Instant newest = age.newestRequest();
        return newest == null
                ? "No data yet: no request was stored so far"
                : "No data: no request in this span, the newest is of " + newest;
    }

    private static String inWords(@Nullable Long millis) {
        long seconds = millis == null ? 0 : millis / 1000;
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }

    private static String lag(Freshness age) {
        return age.lag() == 0 ? "" : String.format(Locale.ROOT, ", %,d records wait to be stored", age.lag());
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
