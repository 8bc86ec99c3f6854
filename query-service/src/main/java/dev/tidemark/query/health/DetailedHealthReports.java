package dev.tidemark.query.health;

import dev.tidemark.query.collector.CollectorReports;
import dev.tidemark.query.freshness.Freshness;
import dev.tidemark.query.freshness.FreshnessReports;
import dev.tidemark.query.kafka.KafkaConsumers;
import dev.tidemark.query.logs.LogStreams;
import dev.tidemark.query.parallel.ParallelQuery;
import dev.tidemark.query.range.Retention;
import dev.tidemark.query.redis.RedisReports;
import dev.tidemark.query.redis.RedisStatus;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks all dependencies of this service. */
@Singleton
final class DetailedHealthReports {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database store;
    private final Database monitored;
    private final RedisReports redis;
    private final KafkaConsumers kafka;
    private final LogStreams logs;
    private final FreshnessReports freshness;
    private final CollectorReports collector;
    private final Retention retention;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("health-", 0).factory());

    DetailedHealthReports(
            @Named(Databases.STORE) Database store,
            @Named(Databases.MONITORED) Database monitored,
            RedisReports redis,
            KafkaConsumers kafka,
            LogStreams logs,
            FreshnessReports freshness,
            CollectorReports collector,
            Retention retention) {
        this.store = store;
        this.monitored = monitored;
        this.redis = redis;
        this.kafka = kafka;
        this.logs = logs;
        this.freshness = freshness;
        this.collector = collector;
        this.retention = retention;
    }

    DetailedHealth now() {
        ParallelQuery query = new ParallelQuery(executor, PATIENCE);
        var storePart = query.ask("PostgreSQL", () -> timed(store.address(), () -> answer(store)));
        var monitoredPart =
                query.ask("The monitored PostgreSQL", () -> timed(monitored.address(), () -> answer(monitored)));
        var redisPart = query.ask("Redis", () -> timed(redis.address(), () -> answer(redis.status())));
        var freshnessPart = query.ask("The sink's offsets", freshness::now);
        LogStreams.Report stream = logs.report();

        Map<String, DependencyHealth> dependencies = new LinkedHashMap<>();
        dependencies.put("postgres", storePart.or(failure -> DependencyHealth.unanswered(store.address(), failure)));
        dependencies.put(
                "monitored_postgres",
                monitoredPart.or(failure -> DependencyHealth.unanswered(monitored.address(), failure)));
        dependencies.put("redis", redisPart.or(failure -> DependencyHealth.unanswered(redis.address(), failure)));
        dependencies.put("kafka", DependencyHealth.of(kafka.bootstrapServers(), null, stream.detail()));
        boolean allUp = dependencies.values().stream()
                .allMatch(dependency -> dependency.status() == DependencyHealth.Status.UP);
        return new DetailedHealth(
                allUp ? "ok" : "degraded",
                dependencies,
                freshnessPart.or(failure -> Freshness.UNKNOWN),
                new DetailedHealth.LogStream(stream.clients(), stream.skipped(), stream.malformed()),
                collector.status(),
                retentionSeconds());
    }

    private @Nullable Map<String, Long> retentionSeconds() {
        return retention
                .byTable()
                .map(tables -> {
                    Map<String, Long> seconds = new LinkedHashMap<>();
                    tables.forEach((table, kept) -> seconds.put(table, kept.toSeconds()));
                    return seconds;
                })
                .orElse(null);
    }

    private static DependencyHealth timed(String address, Supplier<@Nullable String> question) {
        long begin = System.nanoTime();
        String detail = question.get();
        return DependencyHealth.of(
                address, Duration.ofNanos(System.nanoTime() - begin).toMillis(), detail);
    }

    private static @Nullable String answer(Database database) {
        database.ping();
        return null;
    }

    private static @Nullable String answer(RedisStatus status) {
        return status.detail();
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
