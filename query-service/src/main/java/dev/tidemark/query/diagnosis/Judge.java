package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.DiagnosisQueries.Scope;
import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import dev.tidemark.query.diagnosis.chain.Downstream;
import dev.tidemark.query.diagnosis.chain.Downstream.Observed;
import dev.tidemark.query.diagnosis.detect.Detector;
import dev.tidemark.query.diagnosis.detect.Detector.Finding;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.History;
import dev.tidemark.query.diagnosis.detect.ServiceWindows;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TierSegments.Segment;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.store.Deadline;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the windows of a span with their history, and judges each endpoint and each service. To be called in a transaction of the store. */
@Singleton
final class Judge {
    /** Those that take most time or fail most. */
    private static final int MOST_ENDPOINTS = 300;
    /** With their sketches, about 25 MiB. */
    static final int MOST_WINDOWS = 60_000;
    /** The windows of the history of one endpoint, about. */
    private static final int HISTORY_WINDOWS = 280;

    /** A window is stored this long after its end at the latest, as long as nothing is behind. */
    private static final Duration DELAY = Duration.ofSeconds(10);

    /** Of so many endpoints that were asked about, those that they call are judged, too. */
    private static final int MOST_ASKED = 10;
    /** Callees may take this part of the windows. */
    private static final int CALLEES_PART = 4;

    private final DiagnosisQueries queries;
    private final GaugeQueries gauges;
    private final Histories histories;
    private final Silences silences;
    private final SideQueries sides;

    Judge(DiagnosisQueries queries, GaugeQueries gauges, Histories histories, Silences silences, SideQueries sides) {
        this.queries = queries;
        this.gauges = gauges;
        this.histories = histories;
        this.silences = silences;
        this.sides = sides;
    }

    /**
     * What was found.
     *
     * @param found the most important first
     * @param notes what is worth a note, but is nothing wrong by itself
     * @param complete the time up to which it was judged
     * @param endpoints those that were judged
     * @param isCut whether there may be more
     * @param withoutBaseline the number of those of which it is not known what is usual
     * @param windows those of each endpoint, by its id
     */
    record Findings(
            List<Judged> found,
            List<Judged> notes,
            Instant complete,
            List<Endpoint> endpoints,
            boolean isCut,
            int withoutBaseline,
            Map<Integer, List<Window>> windows,
            List<Instance> instances) {}

    /** @param stored the time up to which all requests are stored as far as the sinks know; null if nothing is known */
    Findings judge(TimeRange range, Scope scope, @Nullable Instant stored, Deadline deadline) {
        Instant complete = complete(range, stored);
        int most = most(range);
        Map<String, Instant> silent = silences.recorded(range);
        List<Endpoint> endpoints = queries.endpoints(scope, range.from(), range.to(), silent, most);
        Map<Integer, List<Window>> windows = windows(range, endpoints, deadline);
        Map<Integer, History> known =
                this.histories.of(range, endpoints, Silences.goingOn(silent, endpoints, windows), deadline);
        Map<Integer, History> histories = new HashMap<>();
        known.forEach((id, history) -> histories.put(id, history.learning(windows.getOrDefault(id, List.of()))));
        silences.addYesterday(histories, endpoints, windows, complete, deadline);
        List<Instance> instances = gauges.instances(range.from().minus(Histories.NEWEST), complete);
        List<Judged> found = new ArrayList<>();
        int unknown = 0;
        Map<String, List<Endpoint>> byService =
                endpoints.stream().collect(Collectors.groupingBy(Endpoint::service, TreeMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Endpoint>> service : byService.entrySet()) {
            deadline.check();
            List<Instant> starts = instances.stream()
                    .filter(instance -> instance.service().equals(service.getKey()))
                    .map(Instance::started)
                    .toList();
            List<Judged> ofService = new ArrayList<>();
            for (Endpoint endpoint : service.getValue()) {
                List<Window> own = windows.getOrDefault(endpoint.id(), List.of());
                History history = histories.getOrDefault(endpoint.id(), History.NONE);
                Finding finding = Detector.judge(own, history, complete, starts);
                unknown += finding.isJudged() ? 0 : 1;
                add(ofService, service.getKey(), endpoint, finding, history, own, complete);
            }
            if (scope.method() == null && scope.route() == null) {
                addService(ofService, service.getKey(), service.getValue(), windows, histories, complete, starts);
            }
            ofService.forEach(judged -> found.add(judged.since(range.from())));
        }
        if (!scope.isAll()) {
            Downstream downstream = new Downstream(new CalleeReader(
                    new Span(range.tier(), range.from(), complete),
                    sides,
                    callees -> windows(range, callees, deadline),
                    callees -> this.histories.readOnce(range, callees, deadline),
                    Math.max(1, most / CALLEES_PART),
                    deadline));
            endpoints.stream()
                    .limit(MOST_ASKED)
                    .forEach(endpoint -> addCallers(downstream, endpoint, found, windows, histories, complete));
        }
        // What goes on matters more than what is over.
        found.sort(Comparator.comparing((Judged judged) -> judged.deviation().end() != null)
                .thenComparing(Comparator.comparingDouble(Judged::weight).reversed()));
        List<Judged> notes =
                found.stream().filter(judged -> isNote(judged, found)).toList();
        found.removeAll(notes);
        return new Findings(found, notes, complete, endpoints, endpoints.size() == most, unknown, windows, instances);
    }

    /** What is unusual about an endpoint because of those that it calls, unless the same was found already. */
    private static void addCallers(
            Downstream downstream,
            Endpoint endpoint,
            List<Judged> found,
            Map<Integer, List<Window>> windows,
            Map<Integer, History> histories,
            Instant complete) {
        Observed own = new Observed(
                windows.getOrDefault(endpoint.id(), List.of()), histories.getOrDefault(endpoint.id(), History.NONE));
        List<Judged> more = downstream.judge(endpoint, own, complete).stream()
                .filter(deviation -> found.stream()
                        .noneMatch(judged -> endpoint.equals(judged.endpoint())
                                && judged.deviation().kind() == deviation.kind()))
                .map(deviation -> new Judged(
                        endpoint.service(), endpoint, deviation, own.history().recent(), own.windows(), complete))
                .toList();
        found.addAll(more);
    }

    /** Fewer requests are often a consequence: clients give up, or wait. Beside another finding of the time, they are no finding. */
    private static boolean isNote(Judged judged, List<Judged> all) {
        return switch (judged.deviation().kind()) {
            case FEWER -> true;
            case DROPPED -> all.stream().anyMatch(other -> !isDrop(other) && isAtTheSameTime(judged, other));
            default -> false;
        };
    }

    private static boolean isDrop(Judged judged) {
        Deviation.Kind kind = judged.deviation().kind();
        return kind == Deviation.Kind.DROPPED || kind == Deviation.Kind.FEWER;
    }

    private static boolean isAtTheSameTime(Judged one, Judged other) {
        return one.deviation().onset().isBefore(other.end().plus(Histories.NEWEST))
                && other.deviation().onset().isBefore(one.end());
    }

    private Map<Integer, List<Window>> windows(TimeRange range, List<Endpoint> endpoints, Deadline deadline) {
        return read(
                TierSegments.settledFirst(range.tier(), range.from(), range.to(), range.now()), endpoints, deadline);
    }

    private static int most(TimeRange range) {
        long windows = Duration.between(range.from(), range.to())
                .dividedBy(range.tier().size());
        return (int) Math.min(MOST_ENDPOINTS, MOST_WINDOWS / (windows + HISTORY_WINDOWS));
    }

    /** The service is only reported for what none of its endpoints is reported for, and instead of them if it is silent. */
    private static void addService(
            List<Judged> found,
            String service,
            List<Endpoint> endpoints,
            Map<Integer, List<Window>> windows,
            Map<Integer, History> histories,
            Instant complete,
            List<Instant> starts) {
        ServiceWindows sums = new ServiceWindows(of(endpoints, id -> histories.getOrDefault(id, History.NONE)));
        History history = sums.history();
        List<Window> summed = sums.sum(of(endpoints, id -> windows.getOrDefault(id, List.of())));
        Finding finding = Detector.judge(summed, history, complete, starts);
        List<Deviation> other = finding.deviations().stream()
                .filter(deviation -> deviation.kind().isTraffic()
                        || found.stream()
                                .map(Judged::deviation)
                                .noneMatch(one -> one.kind() == deviation.kind() && one.overlaps(deviation)))
                .toList();
        found.removeIf(judged -> other.stream().anyMatch(deviation -> deviation.covers(judged.deviation())));
        for (Deviation deviation : other) {
            Judged judged = new Judged(service, null, deviation, history.recent(), summed, complete);
            if (deviation.kind() != Deviation.Kind.REFUSED || !judged.isOfMoreRequests()) {
                found.add(judged);
            }
        }
    }

    private static <T> Map<Integer, T> of(List<Endpoint> endpoints, IntFunction<T> each) {
        return endpoints.stream().collect(Collectors.toMap(Endpoint::id, endpoint -> each.apply(endpoint.id())));
    }

    private static void add(
            List<Judged> found,
            String service,
            Endpoint endpoint,
            Finding finding,
            History history,
            List<Window> windows,
            Instant complete) {
        for (Deviation deviation : finding.deviations()) {
            found.add(new Judged(service, endpoint, deviation, history.of(deviation), windows, complete));
        }
    }

    /** Up to then, all requests are stored: something of a later time is. */
    private Instant complete(TimeRange range, @Nullable Instant stored) {
        if (range.to().isBefore(range.now().minus(Histories.NEWEST))) {
            return range.to();
        }
        Instant newest = queries.newest(range.now());
        Instant end = newest == null ? range.from() : newest.minus(DELAY);
        // Samples may be stored while requests wait.
        end = stored == null || end.isBefore(stored) ? end : stored;
        return end.isBefore(range.to()) ? end : range.to();
    }

    private Map<Integer, List<Window>> read(List<Segment> segments, List<Endpoint> endpoints, Deadline deadline) {
        Map<Integer, List<Window>> windows = new HashMap<>();
        for (Segment segment : segments) {
            queries.windows(segment, endpoints, true, 1, deadline)
                    .forEach((id, ofEndpoint) -> windows.computeIfAbsent(id, none -> new ArrayList<>())
                            .addAll(ofEndpoint));
        }
        return windows;
    }
}
