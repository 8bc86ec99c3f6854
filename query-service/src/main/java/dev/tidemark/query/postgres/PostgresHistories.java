package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.PostgresSampleQueries.Step;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads what the collector's gauges of the monitored PostgreSQL were over a span. */
@Singleton
final class PostgresHistories {
    static final int MOST_SERIES = 300;

    /** With wider steps, so many readings of each are enough. */
    private static final int READINGS_OF_STEP = 6;

    /** Steps up to this width have few readings anyway. */
    private static final long WIDEST_OF_ALL_SECONDS = 30;

    private static final List<String> OF_STATEMENTS =
            List.of("statement_calls_per_second", "statement_mean_ms", "statement_rows_per_second");
    private static final Duration STATEMENT_INTERVAL = Duration.ofSeconds(30);
    private static final int STATEMENT_SLOTS = 120;

    private final Database store;
    private final Database monitored;
    private final PostgresSampleQueries queries;
    private final JsonMapper json;
    private final AnswerCache<Key, PostgresHistory> cache;

    private record Key(List<String> names, Map<String, String> labels, Instant from, Instant to, long step) {}

    private record SeriesKey(String name, String labels) {}

    PostgresHistories(
            @Named(Databases.STORE) Database store,
            @Named(Databases.MONITORED) Database monitored,
            PostgresSampleQueries queries,
            JsonMapper json,
            AnswerCaches caches) {
        this.store = store;
        this.monitored = monitored;
        this.queries = queries;
        this.json = json;
        this.cache = caches.create("postgres_histories", Duration.ofSeconds(5), PostgresHistory::heapBytes);
    }

    /** All series with these names. Without a history, but with the reason, if it cannot be read. */
    PostgresHistory of(List<String> names, TimeRange range) {
        return of(names, Map.of(), range);
    }

    /** The series with these names that have all of {@code labels}. */
    PostgresHistory of(List<String> names, Map<String, String> labels, TimeRange range) {
        long step = TimelineSteps.of(range).width().toSeconds();
        Key key = new Key(
                names,
                labels,
                Instant.ofEpochSecond(Math.floorDiv(range.from().getEpochSecond(), step) * step),
                Instant.ofEpochSecond(-Math.floorDiv(-range.to().getEpochSecond(), step) * step),
                step);
        try {
            return cache.get(key, () -> read(key));
        } catch (DatabaseException e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), store.name());
            return history(key, List.of(), List.of(new Unknown(List.of("history"), reason, null)));
        }
    }

    /** What the statements did in a span, as far as the collector published it: the 20 of each half minute that took most time. */
    List<PostgresSampleQueries.StatementSum> statements(TimeRange range) {
        Duration span = Duration.between(range.from(), range.to());
        long every = Math.max(STATEMENT_INTERVAL.toSeconds(), span.toSeconds() / STATEMENT_SLOTS);
        return store.readLong(() -> queries.statements(
                monitored.address(),
                OF_STATEMENTS,
                "{}",
                range.from(),
                range.to(),
                MOST_SERIES * OF_STATEMENTS.size(),
                every));
    }

    private PostgresHistory read(Key key) {
        String labels = json(key.labels());
        long every = key.step() > WIDEST_OF_ALL_SECONDS ? key.step() / READINGS_OF_STEP : 0;
        String instance = monitored.address();
        List<Step> steps = store.readLong(() -> every == 0
                ? queries.history(instance, key.names(), labels, key.from(), key.to(), MOST_SERIES + 1, key.step())
                : queries.thinnedHistory(
                        instance, key.names(), labels, key.from(), key.to(), MOST_SERIES + 1, key.step(), every));
        return history(key, steps, List.of());
    }

    private PostgresHistory history(Key key, List<Step> steps, List<Unknown> unknown) {
        Map<SeriesKey, List<PostgresSeries.Point>> series = new LinkedHashMap<>();
        for (Step step : steps) {
            series.computeIfAbsent(new SeriesKey(step.name(), step.labels()), one -> new ArrayList<>())
                    .add(new PostgresSeries.Point(
                            step.at(), Rounding.three(step.mean()), Rounding.three(step.max())));
        }
        List<PostgresSeries> all = new ArrayList<>();
        series.forEach((one, points) -> all.add(new PostgresSeries(one.name(), labels(one.labels()), points)));
        boolean truncated = !steps.isEmpty() && steps.getFirst().total() > MOST_SERIES;
        return new PostgresHistory(key.from(), key.to(), key.step(), truncated, List.copyOf(all), unknown);
    }

    private String json(Map<String, String> labels) {
        try {
            return new String(json.writeValueAsBytes(labels), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> labels(String text) {
        try {
            return Map.copyOf(json.readValue(text, Argument.mapOf(String.class, String.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
