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
import java.util.TreeMap;
import java.util.TreeSet;
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
    /** The hours before so many times of slowness are read. */
    private static final int MOST_ONSETS = 5;

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
        Instant hourAgo = key.to.minus(HOUR);
        Map<Integer, List<Window>> recent = minutes(key.to.minus(HISTORY), hourAgo, endpoints, stride, deadline);
        minutes(hourAgo, key.to, endpoints, 1, deadline)
                .forEach((id, windows) ->
                        recent.computeIfAbsent(id, none -> new ArrayList<>()).addAll(windows));
        Map<Integer, Instant> slow = leaveOutSlowness(recent, key, endpoints, stride, deadline);
        Map<Integer, List<Window>> yesterday = hourOf(key, 1, endpoints, stride, deadline);
        Map<Integer, List<Window>> lastWeek = hourOf(key, 7, endpoints, stride, deadline);
        Map<Integer, History> histories = new HashMap<>();
        for (Endpoint endpoint : endpoints) {
            int id = endpoint.id();
            History history = new History(
                    recent.getOrDefault(id, List.of()),
                    yesterday.getOrDefault(id, List.of()),
                    lastWeek.getOrDefault(id, List.of()));
            Instant since = slow.get(id);
            histories.put(id, since == null ? history : history.slowSince(since));
        }
        return histories;
    }

    /**
     * Takes the times in which endpoints were slow out of {@code recent}. Of those that still are, the hours before it take their place.
     *
     * @return since when they are, by the endpoint's id
     */
    private Map<Integer, Instant> leaveOutSlowness(
            Map<Integer, List<Window>> recent, Key key, List<Endpoint> endpoints, int stride, Deadline deadline) {
        List<SlowTime> times = slowTimes.since(key.to.minus(SLOW_UNTIL_USUAL), key.to);
        TreeMap<Instant, List<Endpoint>> slow = new TreeMap<>();
        for (SlowTime time : times) {
            for (Endpoint endpoint : endpoints) {
                if (time.endpoints().contains(endpoint.text())) {
                    recent.getOrDefault(endpoint.id(), new ArrayList<>())
                            .removeIf(window -> time.contains(window.start()));
                    if (time.contains(key.to)) {
                        slow.computeIfAbsent(time.onset(), none -> new ArrayList<>())
                                .add(endpoint);
                    }
                }
            }
        }
        Map<Integer, Instant> since = new HashMap<>();
        slow.entrySet().stream().limit(MOST_ONSETS).forEach(onset -> {
            Instant before = TierSegments.floor(onset.getKey(), Tier.ONE_MINUTE);
            recent.putAll(minutes(before.minus(HISTORY), before, onset.getValue(), stride, deadline));
            onset.getValue().forEach(endpoint -> since.putIfAbsent(endpoint.id(), onset.getKey()));
        });
        return since;
    }

    /** The hour around the end of the span, days before. */
    private Map<Integer, List<Window>> hourOf(
            Key key, int days, List<Endpoint> endpoints, int stride, Deadline deadline) {
        Instant middle = key.around.minus(Duration.ofDays(days));
        return minutes(middle.minus(HOUR.dividedBy(2)), middle.plus(HOUR.dividedBy(2)), endpoints, stride, deadline);
    }

    private Map<Integer, List<Window>> minutes(
            Instant from, Instant to, List<Endpoint> endpoints, int stride, Deadline deadline) {
        return queries.windows(new Segment(Tier.ONE_MINUTE, from, to), endpoints, true, stride, deadline);
    }
}
