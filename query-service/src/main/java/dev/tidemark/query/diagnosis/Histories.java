package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.RecordedTimes.RecordedTime;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.detect.Detector;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** For how long what is recorded is not usual. */
    private static final Duration UNTIL_USUAL = Duration.ofDays(1);
    /** The hours around so many onsets are read. */
    private static final int MOST_READS = 10;

    private final DiagnosisQueries queries;
    private final RecordedTimes recorded;
    private volatile @Nullable Kept kept;

    Histories(DiagnosisQueries queries, RecordedTimes recorded) {
        this.queries = queries;
        this.recorded = recorded;
    }

    /**
     * What an answer depends on.
     *
     * @param to the end of the last hours
     * @param around the middle of the same hour of earlier days, a day or a week later
     * @param silent since when services are silent
     */
    private record Key(Instant to, Instant around, TreeSet<Integer> endpoints, Map<String, Instant> silent) {}

    /** @param slowSince null if it is not slow any more */
    private record Usual(List<Window> windows, @Nullable Instant slowSince) {}

    private record Kept(Key key, Map<Integer, History> histories) {}

    /**
     * The history of each endpoint.
     *
     * @param silent since when services are silent, of which the hours before are read
     */
    Map<Integer, History> of(
            TimeRange range, List<Endpoint> endpoints, Map<String, Instant> silent, Deadline deadline) {
        Key key = key(range, endpoints, silent);
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
        return read(key(range, endpoints, Map.of()), endpoints, deadline);
    }

    private static Key key(TimeRange range, List<Endpoint> endpoints, Map<String, Instant> silent) {
        Instant end = range.to().minus(NEWEST);
        TreeSet<Integer> ids = new TreeSet<>();
        endpoints.forEach(endpoint -> ids.add(endpoint.id()));
        return new Key(
                TierSegments.floor(range.from().isBefore(end) ? range.from() : end, Tier.ONE_MINUTE),
                TierSegments.floor(range.to(), Tier.ONE_MINUTE),
                ids,
                silent);
    }

    private Map<Integer, History> read(Key key, List<Endpoint> endpoints, Deadline deadline) {
        int stride = 1 + endpoints.size() / EACH_MINUTE;
        Map<Integer, List<Window>> recent = new HashMap<>();
        endpoints.stream()
                .collect(Collectors.groupingBy(endpoint -> end(key, endpoint)))
                .forEach((end, group) -> recent.putAll(lastHours(end, group, stride, deadline)));
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
            history = own == null ? history : history.withUsual(own.windows, own.slowSince);
            Instant silent = key.silent.get(endpoint.service());
            histories.put(id, silent == null ? history : history.silentSince(silent));
        }
        return histories;
    }

    /** The end of the last hours: the present, or the minute in which a service became silent. */
    private static Instant end(Key key, Endpoint endpoint) {
        Instant silent = key.silent.get(endpoint.service());
        return silent == null
                ? key.to
                : TierSegments.floor(silent, Tier.ONE_MINUTE).plus(Tier.ONE_MINUTE.size());
    }

    /**
     * What is usual for endpoints that were slow, alone or with their service: their last hours without those times, or, while one goes on,
     * the hours before it.
     *
     * @param recent the last hours, by the endpoint's id
     */
    private Map<Integer, Usual> withoutSlowness(
            Map<Integer, List<Window>> recent, Key key, List<Endpoint> endpoints, int stride, Deadline deadline) {
        Map<String, List<RecordedTime>> times = recorded.slow(key.to.minus(UNTIL_USUAL), key.to).stream()
                .collect(Collectors.groupingBy(RecordedTime::name));
        Map<Integer, List<RecordedTime>> slow = new HashMap<>();
        Map<Instant, List<Endpoint>> longSlow = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            List<RecordedTime> known = Stream.concat(
                            times.getOrDefault(endpoint.text(), List.of()).stream(),
                            times.getOrDefault(endpoint.service(), List.of()).stream()
                                    .map(RecordedTime::ofOthers))
                    .toList();
            if (!known.isEmpty()) {
                slow.put(endpoint.id(), known);
                onset(known, key.to)
                        .filter(since -> since.isBefore(key.to.minus(HOUR)))
                        .ifPresent(since -> longSlow.computeIfAbsent(
                                        TierSegments.floor(since, Tier.ONE_MINUTE), none -> new ArrayList<>())
                                .add(endpoint));
            }
        }
        Map<Integer, List<Window>> before = new HashMap<>();
        longSlow.entrySet().stream()
                .limit(MOST_READS)
                .forEach(group -> before.putAll(lastHours(group.getKey(), group.getValue(), stride, deadline)));
        Map<Integer, Usual> usual = new HashMap<>();
        slow.forEach((id, known) -> {
            List<Window> minutes = recent.getOrDefault(id, List.of());
            List<Window> usualMinutes = before.getOrDefault(id, minutes).stream()
                    .filter(window -> known.stream().noneMatch(time -> time.contains(window.start())))
                    .toList();
            // Others with the same cause, or the whole service, may have been slow for longer than this endpoint.
            List<RecordedTime> own = known.stream()
                    .filter(time -> time.isOwn() || Detector.wereSlow(since(minutes, time.onset()), usualMinutes))
                    .toList();
            if (own.size() == known.size()) {
                usual.put(id, new Usual(usualMinutes, onset(own, key.to).orElse(null)));
            } else if (!own.isEmpty()) {
                usual.put(
                        id,
                        new Usual(
                                minutes.stream()
                                        .filter(window -> own.stream().noneMatch(time -> time.contains(window.start())))
                                        .toList(),
                                onset(own, key.to).orElse(null)));
            }
        });
        return usual;
    }

    /** Since when it is slow at {@code at}. */
    private static Optional<Instant> onset(List<RecordedTime> times, Instant at) {
        return times.stream()
                .filter(time -> time.contains(at))
                .map(RecordedTime::onset)
                .min(Comparator.naturalOrder());
    }

    private static List<Window> since(List<Window> minutes, Instant onset) {
        return minutes.stream()
                .filter(window -> !window.start().isBefore(onset))
                .toList();
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
