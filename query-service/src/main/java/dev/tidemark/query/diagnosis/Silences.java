package dev.tidemark.query.diagnosis;

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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of services and endpoints that have had no requests for long. To be called in a transaction of the store. Thread-safe. */
@Singleton
final class Silences {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    /** Of so many hours of yesterday, windows are read. */
    private static final int MOST_READS = 10;

    private final DiagnosisQueries queries;
    private final RecordedTimes recorded;

    Silences(DiagnosisQueries queries, RecordedTimes recorded) {
        this.queries = queries;
        this.recorded = recorded;
    }

    /** Since when services are silent as far as that is recorded, by their names. What is silent for a day is not expected any more. */
    Map<String, Instant> recorded(TimeRange range) {
        Map<String, Instant> silent = new TreeMap<>();
        recorded.silent(range.to().minus(DAY), range.from())
                .forEach(time -> silent.putIfAbsent(time.name(), time.onset()));
        return silent;
    }

    /** Those of {@code silent} without requests in the span: another service may be part of the same incident. */
    static Map<String, Instant> goingOn(
            Map<String, Instant> silent, List<Endpoint> endpoints, Map<Integer, List<Window>> windows) {
        Map<String, Instant> goingOn = new TreeMap<>(silent);
        endpoints.stream()
                .filter(endpoint ->
                        !windows.getOrDefault(endpoint.id(), List.of()).isEmpty())
                .forEach(endpoint -> goingOn.remove(endpoint.service()));
        return goingOn;
    }

    /**
     * Adds to histories the time around the last request, a day before, where it is not in the same hour of yesterday: of endpoints that are
     * silent, and of services without any request for long.
     *
     * @param histories by the endpoint's id; changed
     * @param windows those that are judged
     * @param complete the time up to which all requests would be stored
     */
    void addYesterday(
            Map<Integer, History> histories,
            List<Endpoint> endpoints,
            Map<Integer, List<Window>> windows,
            Instant complete,
            Deadline deadline) {
        Instant known = complete.minus(HOUR.dividedBy(2));
        Map<Instant, List<Endpoint>> byHour = new TreeMap<>(Comparator.reverseOrder());
        Map<String, List<Endpoint>> byService = endpoints.stream().collect(Collectors.groupingBy(Endpoint::service));
        byService.values().forEach(ofService -> {
            Instant last = ofService.stream()
                    .map(endpoint -> last(endpoint, histories, windows))
                    .max(Comparator.naturalOrder())
                    .orElse(complete);
            for (Endpoint endpoint : ofService) {
                Instant silent = last.isBefore(known)
                        ? last
                        : Detector.silentSince(
                                windows.getOrDefault(endpoint.id(), List.of()),
                                histories.getOrDefault(endpoint.id(), History.NONE),
                                complete);
                if (silent != null && silent.isAfter(Instant.EPOCH) && silent.isBefore(known)) {
                    byHour.computeIfAbsent(TierSegments.floor(silent, Tier.ONE_HOUR), none -> new ArrayList<>())
                            .add(endpoint);
                }
            }
        });
        byHour.entrySet().stream().limit(MOST_READS).forEach(group -> {
            // From before the last request to an hour after it.
            Instant from = group.getKey().minus(HOUR.dividedBy(2));
            Instant to = earlier(group.getKey().plus(HOUR.multipliedBy(2)), known);
            queries.windows(
                            new Segment(Tier.ONE_MINUTE, from.minus(DAY), to.minus(DAY)),
                            group.getValue(),
                            false,
                            1,
                            deadline)
                    .forEach((id, yesterday) -> histories.computeIfPresent(
                            id, (same, history) -> history.withYesterdayOfSilence(yesterday)));
        });
    }

    private static Instant last(
            Endpoint endpoint, Map<Integer, History> histories, Map<Integer, List<Window>> windows) {
        return Stream.of(
                        windows.getOrDefault(endpoint.id(), List.of()),
                        histories.getOrDefault(endpoint.id(), History.NONE).recent())
                .filter(list -> !list.isEmpty())
                .map(list -> list.getLast().end())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }
}
