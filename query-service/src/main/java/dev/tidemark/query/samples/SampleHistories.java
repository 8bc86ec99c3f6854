package dev.tidemark.query.samples;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.samples.SampleQueries.Series;
import dev.tidemark.query.samples.SampleQueries.Step;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.Databases;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what gauges were over a span. Thread-safe. */
@Singleton
public final class SampleHistories {
    /** The maximum number of series in an answer; with more than 200 steps fewer, so that there are at most {@link #MOST_POINTS}. */
    public static final int MOST_SERIES = 300;

    /** The maximum number of points in an answer. */
    public static final int MOST_POINTS = 60_000;

    /** Above that many samples, not all of each step are read: it would take seconds. */
    private static final long MOST_SAMPLES = 3_000_000;

    private static final int SECONDS_OF_SAMPLE = 5;
    private static final int SERIES_OF_PAGE = 100;
    private static final int POINTS_OF_PAGE = 10_000;

    /** With wider steps, so many readings of each are enough. */
    private static final int READINGS_OF_STEP = 6;

    /** Steps up to this width have few readings anyway. */
    private static final Duration WIDEST_OF_ALL = Duration.ofSeconds(30);

    private static final Comparator<SampleSeries> ORDER = Comparator.comparing(SampleSeries::type)
            .thenComparing(SampleSeries::name)
            .thenComparing(SampleSeries::service)
            .thenComparing(series -> Objects.requireNonNullElse(series.instance(), ""))
            .thenComparing(series -> series.labels().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(Map.Entry::toString)
                    .collect(Collectors.joining(",")));

    private final Database store;
    private final SampleQueries queries;
    private final SampleLabels labels;
    private final AnswerCache<Key, SampleHistory> cache;

    private record Key(SampleQuery query, SampleSpan span) {}

    SampleHistories(
            @Named(Databases.STORE) Database store, SampleQueries queries, SampleLabels labels, AnswerCaches caches) {
        this.store = store;
        this.queries = queries;
        this.labels = labels;
        this.cache = caches.create("sample_histories", Duration.ofSeconds(5), SampleHistory::heapBytes);
    }

    /**
     * Returns the series in the steps that every chart of {@code range} has, at most 5 s old.
     *
     * @throws DatabaseException if they cannot be read in time
     */
    public SampleHistory of(SampleQuery query, TimeRange range) {
        return of(query, SampleSpan.of(range));
    }

    /**
     * Returns the series in the steps of {@code span}, at most 5 s old.
     *
     * @throws DatabaseException if they cannot be read in time
     */
    public SampleHistory of(SampleQuery query, SampleSpan span) {
        return cache.get(new Key(query, span), () -> store.readLong(() -> read(query, span)));
    }

    /**
     * The same for the verdict, whose cost no user can raise: it does not wait for those who ask for much.
     *
     * @param query few readings of each wide step suffice
     * @throws DatabaseException if they cannot be read in time
     */
    public SampleHistory brief(SampleQuery query, SampleSpan span) {
        SampleQuery thinned = query.thinOut();
        return cache.get(new Key(thinned, span), () -> store.read(() -> read(thinned, span)));
    }

    private SampleHistory read(SampleQuery query, SampleSpan span) {
        int most = (int) Math.min(MOST_SERIES, MOST_POINTS / Math.max(1, span.steps()));
        List<Series> found = query.names().isEmpty()
                ? List.of()
                : queries.series(
                        query.type(),
                        query.names(),
                        span.from(),
                        labels.text(query.labels()),
                        query.service(),
                        query.host(),
                        most + 1);
        boolean truncated = found.size() > most;
        return read(truncated ? found.subList(0, most) : found, query.thinned(), span, truncated);
    }

    /**
     * The next series of any number of them, not cached.
     *
     * @param type the {@code metric_type}; all types for null
     * @param name the {@code metric_name}; all names for null
     * @param wanted only series with these labels
     * @param service only what this service sent; null means all
     * @param after the last id of the page before; 0 for the first one
     * @return the page; null behind the last one
     * @throws DatabaseException if they cannot be read in time
     */
    public @Nullable Page page(
            @Nullable String type,
            @Nullable String name,
            Map<String, String> wanted,
            @Nullable String service,
            SampleSpan span,
            int after) {
        long points = POINTS_OF_PAGE / Math.max(1, span.steps());
        // A page is never thinned: its maxima are those of all samples.
        long samples = MOST_SAMPLES * SECONDS_OF_SAMPLE / Math.max(1, span.seconds());
        int most = (int) Math.clamp(Math.min(points, samples), 1, SERIES_OF_PAGE);
        return store.readLong(() -> {
            List<Series> found =
                    queries.seriesAfter(after, type, name, span.from(), labels.text(wanted), service, most);
            return found.isEmpty()
                    ? null
                    : new Page(read(found, false, span, false), found.getLast().id());
        });
    }

    /**
     * Some series.
     *
     * @param lastId what the next page begins after
     */
    public record Page(SampleHistory history, int lastId) {}

    private SampleHistory read(List<Series> read, boolean thinned, SampleSpan span, boolean truncated) {
        long every = every(thinned, span, read.size());
        if (read.isEmpty()) {
            return new SampleHistory(span, every, false, List.of());
        }
        Map<Integer, Series> byId = read.stream().collect(Collectors.toMap(Series::id, Function.identity()));
        Map<Integer, List<Step>> steps = new HashMap<>();
        List<Integer> ids = List.copyOf(byId.keySet());
        long seconds = span.step().toSeconds();
        try (Stream<Step> rows = store.bounded(
                every == 0
                        ? queries.steps(ids, span.from(), span.to(), seconds)
                        : queries.thinnedSteps(ids, span.from(), span.to(), seconds, every))) {
            rows.forEach(step -> steps.computeIfAbsent(step.metricId(), id -> new ArrayList<>())
                    .add(step));
        }
        List<SampleSeries> series = new ArrayList<>();
        steps.forEach((id, of) -> {
            Series one = Objects.requireNonNull(byId.get(id));
            series.add(new SampleSeries(
                    one.type(),
                    one.service(),
                    one.instance(),
                    one.name(),
                    labels.of(one.labels()),
                    CumulativeSamples.contains(one.type(), one.name()) ? rises(of) : points(of)));
        });
        return new SampleHistory(
                span, every, truncated, series.stream().sorted(ORDER).toList());
    }

    private static long every(boolean thinned, SampleSpan span, int series) {
        boolean wide = span.step().compareTo(WIDEST_OF_ALL) > 0;
        boolean many = series * span.seconds() / SECONDS_OF_SAMPLE > MOST_SAMPLES;
        return wide && (thinned || many) ? span.step().toSeconds() / READINGS_OF_STEP : 0;
    }

    private static List<SampleSeries.Point> points(List<Step> steps) {
        return steps.stream()
                .map(step -> new SampleSeries.Point(
                        Instant.ofEpochSecond(step.atSeconds()), step.mean(), step.max(), step.count()))
                .toList();
    }

    /** The rise from one step to the next; the first only tells where it began. */
    private static List<SampleSeries.Point> rises(List<Step> steps) {
        List<SampleSeries.Point> points = new ArrayList<>();
        double last = Double.NaN;
        for (Step step : steps) {
            double now = step.max();
            if (now >= last) {
                points.add(new SampleSeries.Point(
                        Instant.ofEpochSecond(step.atSeconds()), now - last, now - last, step.count()));
            }
            last = now;
        }
        return points;
    }
}
