package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.SlowTimes.SlowTime;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.detect.History;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is known of endpoints from before a span. It changes once a minute, so the newest answer is kept: at most
 * {@value Judge#MOST_WINDOWS} windows, about 25 MiB. To be called in a transaction of the store. Thread-safe.
 */
@Singleton
final class Histories {
    private static final Duration HISTORY = Duration.ofHours(6);
    private static final Duration HOUR = Duration.ofHours(1);
    /** The newest minutes are judged, and are no baseline. */
    static final Duration NEWEST = Duration.ofMinutes(5);
    /** So many endpoints may have a window each minute in the baseline; of more, every second minute is read, and so on. */
    private static final int EACH_MINUTE = 100;

    /** After this time of slowness, that is what is usual. */
    private static final Duration SLOW_UNTIL_USUAL = Duration.ofDays(1);
    /** The hours before the slowness of so many endpoints are read. */
    private static final int MOST_READS = 10;

    private final DiagnosisQueries queries;
    private final SlowTimes slowTimes;
    private volatile @Nullable Kept kept;

    Histories(DiagnosisQueries queries, SlowTimes slowTimes) {
        this.queries = queries;
        this.slowTimes = slowTimes;
    }

    /**
     * What an answer depends on.
     *
     * @param to the end of the last hours
     * @param around the middle of the same hour of earlier days, a day or a week later
     */
    private record Key(Instant to, Instant around, TreeSet<Integer> endpoints) {}

    /** @param slowSince null if it is not slow any more */
    private record Usual(List<Window> windows, @Nullable Instant slowSince) {}

    private record Kept(Key key, Map<Integer, History> histories) {}

    /** The history of each endpoint. */
    Map<Integer, History> of(TimeRange range, List<Endpoint> endpoints, Deadline deadline) {
        Key key = key(range, endpoints);
        Kept last = kept;
        if (last != null && last.key.equals(key)) {
            return last.histories;
        }
        Map<Integer, History> histories = read(key, endpoints, deadline);
        kept = new Kept(key, histories);
        return histories;
    }

    /** The same without keeping it, for endpoints that are not those of the next question. */
    Map<Integer, History> readOnce(TimeRange range, List<Endpoint> endpoints, Deadline deadline) {
        return read(key(range, endpoints), endpoints, deadline);
    }

    private static Key key(TimeRange range, List<Endpoint> endpoints) {
        Instant end = range.to().minus(NEWEST);
        TreeSet<Integer> ids = new TreeSet<>();
        endpoints.forEach(endpoint -> ids.add(endpoint.id()));
        return new Key(
                TierSegments.floor(range.from().isBefore(end) ? range.from() : end, Tier.ONE_MINUTE),
                TierSegments.floor(range.to(), Tier.ONE_MINUTE),
                ids);
    }

    private Map<Integer, History> read(Key key, List<Endpoint> endpoints, Deadline deadline) {
        int stride = 1 + endpoints.size() / EACH_MINUTE;
        Map<Integer, List<Window>> recent = lastHours(key.to, endpoints, stride, deadline);
        Map<Integer, Usual> usual = withoutSlowness(recent, key, endpoints, stride, deadline);
        Map<Integer, List<Window>> yesterday = hourOf(key, 1, endpoints, deadline);
        Map<Integer, List<Window>> lastWeek = hourOf(key, 7, endpoints, deadline);
        Map<Integer, History> histories = new HashMap<>();
        for (Endpoint endpoint : endpoints) {
            int id = endpoint.id();
            History history = new History(
                    recent.getOrDefault(id, List.of()),
                    yesterday.getOrDefault(id, List.of()),
                    lastWeek.getOrDefault(id, List.of()));
            Usual own = usual.get(id);
            histories.put(id, own == null ? history : history.withUsual(own.windows, own.slowSince));
        }
        return histories;
    }

    /**
     * What is usual for endpoints that were slow: their last hours without those times, or, while one goes on, the hours before it.
     *
     * @param recent the last hours, by the endpoint's id
     */
    private Map<Integer, Usual> withoutSlowness(
            Map<Integer, List<Window>> recent, Key key, List<Endpoint> endpoints, int stride, Deadline deadline) {
        Map<String, List<SlowTime>> times = slowTimes.since(key.to.minus(SLOW_UNTIL_USUAL), key.to).stream()
                .collect(Collectors.groupingBy(SlowTime::endpoint));
        Map<Integer, Usual> usual = new HashMap<>();
        int reads = 0;
        for (Endpoint endpoint : endpoints) {
            List<SlowTime> own = times.getOrDefault(endpoint.text(), List.of());
            if (own.isEmpty()) {
                continue;
            }
            Instant since = own.stream()
                    .filter(time -> time.contains(key.to))
                    .map(SlowTime::onset)
                    .findFirst()
                    .orElse(null);
            List<Window> windows = recent.getOrDefault(endpoint.id(), List.of());
            if (since != null && since.isBefore(key.to.minus(HOUR))) {
                if (reads++ == MOST_READS) {
                    break;
                }
                Instant before = TierSegments.floor(since, Tier.ONE_MINUTE);
                windows = lastHours(before, List.of(endpoint), stride, deadline).getOrDefault(endpoint.id(), List.of());
            }
            usual.put(
                    endpoint.id(),
                    new Usual(
                            windows.stream()
                                    .filter(window -> own.stream().noneMatch(time -> time.contains(window.start())))
                                    .toList(),
                            since));
        }
        return usual;
    }

    /** Of the last hour each minute. */
    private Map<Integer, List<Window>> lastHours(Instant to, List<Endpoint> endpoints, int stride, Deadline deadline) {
        Instant hourAgo = to.minus(HOUR);
        Map<Integer, List<Window>> windows = minutes(to.minus(HISTORY), hourAgo, endpoints, stride, deadline);
        minutes(hourAgo, to, endpoints, 1, deadline)
                .forEach((id, ofHour) ->
                        windows.computeIfAbsent(id, none -> new ArrayList<>()).addAll(ofHour));
        return windows;
    }

    /** The hour around the end of the span, days before. */
    private Map<Integer, List<Window>> hourOf(Key key, int days, List<Endpoint> endpoints, Deadline deadline) {
        Instant middle = key.around.minus(Duration.ofDays(days));
        return minutes(middle.minus(HOUR.dividedBy(2)), middle.plus(HOUR.dividedBy(2)), endpoints, 1, deadline);
    }

    private Map<Integer, List<Window>> minutes(
            Instant from, Instant to, List<Endpoint> endpoints, int stride, Deadline deadline) {
        return queries.windows(new Segment(Tier.ONE_MINUTE, from, to), endpoints, true, stride, deadline);
    }
}
