package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.DiagnosisQueries.Scope;
import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Reads the windows of a span with their history, and judges each endpoint and each service. To be called in a transaction of the store. */
@Singleton
final class Judge {
    /** Those that take most time or fail most. */
    private static final int MOST_ENDPOINTS = 300;
    /** With their sketches, about 25 MiB. */
    static final int MOST_WINDOWS = 60_000;
    /** The windows of the history of one endpoint, about. */
    private static final int HISTORY_WINDOWS = 280;

    private static final Duration HISTORY = Duration.ofHours(6);
    private static final Duration HOUR = Duration.ofHours(1);
    /** The newest minutes are judged, and are no baseline. */
    private static final Duration NEWEST = Duration.ofMinutes(5);
    /** A window is stored this long after its end at the latest, as long as nothing is behind. */
    private static final Duration DELAY = Duration.ofSeconds(10);
    /** So many endpoints may have a window each minute in the baseline; of more, every second minute is read, and so on. */
    private static final int EACH_MINUTE = 100;

    /** Of so many endpoints that were asked about, those that they call are judged, too. */
    private static final int MOST_ASKED = 10;
    /** Callees may take this part of the windows. */
    private static final int CALLEES_PART = 4;

    private final DiagnosisQueries queries;
    private final GaugeQueries gauges;
    private final SideQueries sides;

    Judge(DiagnosisQueries queries, GaugeQueries gauges, SideQueries sides) {
        this.queries = queries;
        this.gauges = gauges;
        this.sides = sides;
    }

    /**
     * What was found.
     *
     * @param found the most important first
     * @param complete the time up to which it was judged
     * @param endpoints those that were judged
     * @param isCut whether there may be more
     * @param withoutBaseline the number of those of which it is not known what is usual
     * @param windows those of each endpoint, by its id
     */
    record Findings(
            List<Judged> found,
            Instant complete,
            List<Endpoint> endpoints,
            boolean isCut,
            int withoutBaseline,
            Map<Integer, List<Window>> windows,
            List<Instance> instances) {}

    Findings judge(TimeRange range, Scope scope, Deadline deadline) {
        Instant complete = complete(range);
        int most = most(range);
        List<Endpoint> endpoints = queries.endpoints(scope, range.from(), range.to(), most);
        Map<Integer, List<Window>> windows = windows(range, endpoints, deadline);
        Map<Integer, History> histories = histories(range, endpoints, deadline);
        List<Instance> instances = gauges.instances(range.from().minus(NEWEST), complete);
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
            found.addAll(ofService);
        }
        if (!scope.isAll()) {
            Downstream downstream = new Downstream(new Callers(range, complete, deadline));
            endpoints.stream().limit(MOST_ASKED).forEach(endpoint -> {
                deadline.check();
                Observed own = new Observed(
                        windows.getOrDefault(endpoint.id(), List.of()),
                        histories.getOrDefault(endpoint.id(), History.NONE));
                List<Deviation> more = downstream.judge(endpoint, own, complete).stream()
                        .filter(deviation -> found.stream()
                                .noneMatch(judged -> endpoint.equals(judged.endpoint())
                                        && judged.deviation().kind() == deviation.kind()))
                        .toList();
                more.forEach(deviation -> found.add(new Judged(
                        endpoint.service(), endpoint, deviation, own.history().recent(), own.windows(), complete)));
            });
        }
        found.sort(Comparator.comparingDouble(Judged::weight).reversed());
        return new Findings(found, complete, endpoints, endpoints.size() == most, unknown, windows, instances);
    }

    /** Reads the endpoints that others call. */
    private final class Callers implements Downstream.Source {
        private final TimeRange range;
        private final Deadline deadline;
        private final Span span;
        private final Callees callees;

        Callers(TimeRange range, Instant complete, Deadline deadline) {
            this.range = range;
            this.deadline = deadline;
            this.span = new Span(range.tier(), range.from(), complete);
            this.callees = new Callees(sides, span);
        }

        @Override
        public Side side(Endpoint endpoint) {
            deadline.check();
            return sides.side(span, endpoint);
        }

        @Override
        public Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen) {
            return callees.called(caller, operation, seen);
        }

        @Override
        public Map<Integer, Observed> observed(List<Endpoint> callees) {
            if (callees.isEmpty()) {
                return Map.of();
            }
            List<Endpoint> endpoints = callees.stream()
                    .limit(Math.max(1, most(range) / CALLEES_PART))
                    .toList();
            Map<Integer, List<Window>> windows = windows(range, endpoints, deadline);
            Map<Integer, Observed> observed = new HashMap<>();
            histories(range, endpoints, deadline)
                    .forEach((id, history) ->
                            observed.put(id, new Observed(windows.getOrDefault(id, List.of()), history)));
            return observed;
        }
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
        Map<Integer, List<Window>> own = of(endpoints, id -> windows.getOrDefault(id, List.of()));
        Map<Integer, List<Window>> recent =
                of(endpoints, id -> histories.getOrDefault(id, History.NONE).recent());
        Map<Integer, Double> usual = new HashMap<>();
        histories.forEach((id, history) -> history.usualMillis().ifPresent(mean -> usual.put(id, mean)));
        ServiceWindows sums = new ServiceWindows(usual, recent);
        History history = new History(
                sums.sum(recent),
                sums.sum(of(
                        endpoints,
                        id -> histories.getOrDefault(id, History.NONE).yesterday())),
                sums.sum(of(
                        endpoints,
                        id -> histories.getOrDefault(id, History.NONE).lastWeek())));
        List<Window> summed = sums.sum(own);
        Finding finding = Detector.judge(summed, history, complete, starts);
        List<Deviation> other = finding.deviations().stream()
                .filter(deviation -> deviation.kind() == Deviation.Kind.SILENT
                        || found.stream().noneMatch(judged -> judged.deviation().kind() == deviation.kind()))
                .toList();
        if (other.stream().anyMatch(deviation -> deviation.kind() == Deviation.Kind.SILENT)) {
            found.removeIf(judged -> judged.deviation().kind() == Deviation.Kind.SILENT);
        }
        for (Deviation deviation : other) {
            found.add(new Judged(service, null, deviation, history.recent(), summed, complete));
        }
    }

    private static Map<Integer, List<Window>> of(List<Endpoint> endpoints, IntFunction<List<Window>> windows) {
        return endpoints.stream().collect(Collectors.toMap(Endpoint::id, endpoint -> windows.apply(endpoint.id())));
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
            found.add(new Judged(service, endpoint, deviation, history.of(deviation.baseline()), windows, complete));
        }
    }

    /** Up to then, all requests are stored: something of a later time is. */
    private Instant complete(TimeRange range) {
        if (range.to().isBefore(range.now().minus(NEWEST))) {
            return range.to();
        }
        Instant newest = queries.newest(range.now());
        Instant end = newest == null ? range.from() : newest.minus(DELAY);
        return end.isBefore(range.to()) ? end : range.to();
    }

    private Map<Integer, History> histories(TimeRange range, List<Endpoint> endpoints, Deadline deadline) {
        Instant end = range.to().minus(NEWEST);
        Instant to = TierSegments.floor(range.from().isBefore(end) ? range.from() : end, Tier.ONE_MINUTE);
        int stride = 1 + endpoints.size() / EACH_MINUTE;
        Map<Integer, List<Window>> recent = minutes(to.minus(HISTORY), to.minus(HOUR), endpoints, stride, deadline);
        minutes(to.minus(HOUR), to, endpoints, 1, deadline)
                .forEach((id, windows) ->
                        recent.computeIfAbsent(id, none -> new ArrayList<>()).addAll(windows));
        Map<Integer, List<Window>> yesterday = hourOf(range, 1, endpoints, stride, deadline);
        Map<Integer, List<Window>> lastWeek = hourOf(range, 7, endpoints, stride, deadline);
        Map<Integer, History> histories = new HashMap<>();
        for (Endpoint endpoint : endpoints) {
            int id = endpoint.id();
            histories.put(
                    id,
                    new History(
                            recent.getOrDefault(id, List.of()),
                            yesterday.getOrDefault(id, List.of()),
                            lastWeek.getOrDefault(id, List.of())));
        }
        return histories;
    }

    /** The hour around the end of the span, days before. */
    private Map<Integer, List<Window>> hourOf(
            TimeRange range, int days, List<Endpoint> endpoints, int stride, Deadline deadline) {
        Instant middle = TierSegments.floor(range.to().minus(Duration.ofDays(days)), Tier.ONE_MINUTE);
        return minutes(middle.minus(HOUR.dividedBy(2)), middle.plus(HOUR.dividedBy(2)), endpoints, stride, deadline);
    }

    private Map<Integer, List<Window>> minutes(
            Instant from, Instant to, List<Endpoint> endpoints, int stride, Deadline deadline) {
        return queries.windows(new Segment(Tier.ONE_MINUTE, from, to), endpoints, true, stride, deadline);
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
