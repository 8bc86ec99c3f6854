package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.RecordedTimes.RecordedTime;
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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final Duration DAY = Duration.ofDays(1);
    /** The newest minutes are judged, and are no baseline. */
    static final Duration NEWEST = Duration.ofMinutes(5);
    /** So many endpoints may have a window each minute in the baseline; of more, every second minute is read, and so on. */
    private static final int EACH_MINUTE = 100;

    /** For how long what is recorded is not usual. */
    private static final Duration UNTIL_USUAL = DAY;
    /** The hours around so many onsets are read. */
    private static final int MOST_READS = 10;
    /** The silence of endpoints with so many windows may be judged. */
    private static final int REGULAR = 5;

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

    /** Since when services are silent as far as that is recorded, by their names. What is silent for a day is not expected any more. */
    Map<String, Instant> silentServices(TimeRange range) {
        Map<String, Instant> silent = new TreeMap<>();
        recorded.silent(range.to().minus(UNTIL_USUAL), range.from())
                .forEach(time -> silent.putIfAbsent(time.name(), time.onset()));
        return silent;
    }

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
        Map<Integer, List<Window>> yesterdayOfSilence = yesterdayOfSilence(recent, key, endpoints, deadline);
        Map<Integer, History> histories = new HashMap<>();
        for (Endpoint endpoint : endpoints) {
            int id = endpoint.id();
            History history = new History(
                    recent.getOrDefault(id, List.of()),
                    yesterday.getOrDefault(id, List.of()),
                    lastWeek.getOrDefault(id, List.of()));
            Usual own = usual.get(id);
            history = own == null ? history : history.withUsual(own.windows, own.slowSince);
            histories.put(
                    id,
                    history.withSilence(
                            yesterdayOfSilence.getOrDefault(id, List.of()), key.silent.get(endpoint.service())));
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

    /** The time around the last requests of endpoints, a day before, if that is not in the same hour of yesterday. */
    private Map<Integer, List<Window>> yesterdayOfSilence(
            Map<Integer, List<Window>> recent, Key key, List<Endpoint> endpoints, Deadline deadline) {
        Instant known = key.around.minus(HOUR.dividedBy(2));
        TreeMap<Instant, List<Endpoint>> byHour = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            List<Window> minutes = recent.getOrDefault(endpoint.id(), List.of());
            if (minutes.size() >= REGULAR && minutes.getLast().start().isBefore(known)) {
                Instant hour = TierSegments.floor(minutes.getLast().start(), Tier.ONE_HOUR);
                byHour.computeIfAbsent(hour, none -> new ArrayList<>()).add(endpoint);
            }
        }
        Map<Integer, List<Window>> windows = new HashMap<>();
        byHour.descendingMap().entrySet().stream().limit(MOST_READS).forEach(group -> {
            Instant end = group.getKey().plus(HOUR.multipliedBy(2));
            windows.putAll(minutes(
                    group.getKey().minus(DAY),
                    (end.isBefore(known) ? end : known).minus(DAY),
                    group.getValue(),
                    false,
                    1,
                    deadline));
        });
        return windows;
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
        Map<Integer, Instant> slowSince = new HashMap<>();
        Map<Instant, List<Endpoint>> longSlow = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            List<RecordedTime> own = Stream.of(endpoint.text(), endpoint.service())
                    .flatMap(name -> times.getOrDefault(name, List.of()).stream())
                    .toList();
            if (own.isEmpty()) {
                continue;
            }
            slow.put(endpoint.id(), own);
            own.stream()
                    .filter(time -> time.contains(key.to))
                    .map(RecordedTime::onset)
                    .min(Comparator.naturalOrder())
                    .ifPresent(since -> {
                        slowSince.put(endpoint.id(), since);
                        if (since.isBefore(key.to.minus(HOUR))) {
                            longSlow.computeIfAbsent(
                                            TierSegments.floor(since, Tier.ONE_MINUTE), none -> new ArrayList<>())
                                    .add(endpoint);
                        }
                    });
        }
        Map<Integer, List<Window>> before = new HashMap<>();
        longSlow.entrySet().stream()
                .limit(MOST_READS)
                .forEach(group -> before.putAll(lastHours(group.getKey(), group.getValue(), stride, deadline)));
        Map<Integer, Usual> usual = new HashMap<>();
        slow.forEach((id, own) -> usual.put(
                id,
                new Usual(
                        before.getOrDefault(id, recent.getOrDefault(id, List.of())).stream()
                                .filter(window -> own.stream().noneMatch(time -> time.contains(window.start())))
                                .toList(),
                        slowSince.get(id))));
        return usual;
    }

    /** Of the last hour each minute. */
    private Map<Integer, List<Window>> lastHours(Instant to, List<Endpoint> endpoints, int stride, Deadline deadline) {
        Instant hourAgo = to.minus(HOUR);
        Map<Integer, List<Window>> windows = minutes(to.minus(HISTORY), hourAgo, endpoints, true, stride, deadline);
        minutes(hourAgo, to, endpoints, true, 1, deadline)
                .forEach((id, ofHour) ->
                        windows.computeIfAbsent(id, none -> new ArrayList<>()).addAll(ofHour));
        return windows;
    }

    /** The hour around the end of the span, days before. */
    private Map<Integer, List<Window>> hourOf(Key key, int days, List<Endpoint> endpoints, Deadline deadline) {
        Instant middle = key.around.minus(Duration.ofDays(days));
        return minutes(middle.minus(HOUR.dividedBy(2)), middle.plus(HOUR.dividedBy(2)), endpoints, true, 1, deadline);
    }

    private Map<Integer, List<Window>> minutes(
            Instant from, Instant to, List<Endpoint> endpoints, boolean sketches, int stride, Deadline deadline) {
        return queries.windows(new Segment(Tier.ONE_MINUTE, from, to), endpoints, sketches, stride, deadline);
    }
}
