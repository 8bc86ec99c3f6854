package dev.tidemark.query.history;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.samples.SeriesSource;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.event.MetricType;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which metrics there are. */
@Singleton
final class Catalogue {
    /** More than all products together send; each name of an application's own is one more. */
    private static final int MOST = 1000;

    private static final int BYTES_OF_METRIC = 160;
    private static final int MOST_LISTED = 100;
    private static final String KEY = "all";

    private final Database store;
    private final CatalogueQueries queries;
    private final List<SeriesSource> sources;
    private final AnswerCache<String, List<Metric>> cache;

    /**
     * A metric.
     *
     * @param type its {@code metric_type}
     * @param name its {@code metric_name}, which ends with the unit
     * @param series how many series of it are stored; null for those that are computed
     */
    @Serdeable
    record Metric(String type, String name, @Nullable Long series) {}

    Catalogue(
            @Named(Databases.STORE) Database store,
            CatalogueQueries queries,
            List<SeriesSource> sources,
            AnswerCaches caches) {
        this.store = store;
        this.queries = queries;
        this.sources = List.copyOf(sources);
        this.cache =
                caches.create("metrics", Duration.ofSeconds(5), metrics -> BYTES_OF_METRIC * (long) metrics.size());
    }

    /** The metrics of a type, or of all for null, sorted by type and name. */
    List<Metric> of(@Nullable String type) {
        return all().stream()
                .filter(metric -> type == null || type.equals(metric.type()))
                .toList();
    }

    /** The computed series of this name; null if they are stored. */
    @Nullable SeriesSource source(String type, String name) {
        return sources.stream()
                .filter(source -> source.type().equals(type) && source.names().contains(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * Checks a type.
     *
     * @throws InvalidParameterException if there is no such type
     */
    void checkType(@Nullable String type) {
        if (type != null && MetricType.of(type) == null) {
            throw new InvalidParameterException(
                    "type",
                    type,
                    "one of "
                            + Arrays.stream(MetricType.values())
                                    .map(MetricType::wireName)
                                    .collect(Collectors.joining(", ")));
        }
    }

    /**
     * Checks names of a type, or of any type for null.
     *
     * @throws InvalidParameterException if there is no such metric
     */
    void checkNames(@Nullable String type, List<String> names) {
        List<String> known = of(type).stream().map(Metric::name).distinct().toList();
        for (String name : names) {
            if (!known.contains(name)) {
                String listed = known.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
                throw new InvalidParameterException(
                        "name",
                        name,
                        known.isEmpty()
                                ? "the name of a metric, but none is stored"
                                : "one of " + listed + (known.size() > MOST_LISTED ? ", …" : ""));
            }
        }
    }

    private List<Metric> all() {
        return cache.get(KEY, () -> {
            List<Metric> metrics = new ArrayList<>();
            store.readLong(() -> queries.all(MOST))
                    .forEach(one -> metrics.add(new Metric(one.type(), one.name(), one.series())));
            for (SeriesSource source : sources) {
                source.names().forEach(name -> {
                    metrics.removeIf(stored ->
                            stored.type().equals(source.type()) && stored.name().equals(name));
                    metrics.add(new Metric(source.type(), name, null));
                });
            }
            metrics.sort(Comparator.comparing(Metric::type).thenComparing(Metric::name));
            return List.copyOf(metrics);
        });
    }
}
