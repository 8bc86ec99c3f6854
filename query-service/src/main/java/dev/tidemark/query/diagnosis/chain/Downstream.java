package dev.tidemark.query.diagnosis.chain;

import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.detect.Caller;
import dev.tidemark.query.diagnosis.detect.Detector;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import dev.tidemark.query.diagnosis.detect.History;
import dev.tidemark.query.diagnosis.detect.Window;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Set;

/**
 * Judges an endpoint by the endpoints that it calls. Its own latency varies with all of its parts, so that a part that takes twice as long is
 * hidden; judged alone, that part is steady. For questions about one service or route only: it reads more, and tells of changes that nobody
 * may feel.
 */
public final class Downstream {
    static final int MOST_ENDPOINTS = 30;
    private static final int MOST_OPERATIONS = 20;

    private final Source source;

    public Downstream(Source source) {
        this.source = source;
    }

    /** What is stored of the span that is judged. */
    public interface Source {
        /** The requests of an endpoint and their calls. */
        Side side(Endpoint endpoint);

        /** The endpoint that answers calls, none of {@code seen}. */
        Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen);

        /** The windows of endpoints, by their ids. */
        Map<Integer, Observed> observed(List<Endpoint> endpoints);
    }

    /** The windows of an endpoint, and what was before them. */
    public record Observed(List<Window> windows, History history) {
        public static final Observed NONE = new Observed(List.of(), History.NONE);
    }

    /** An endpoint that is called, and by how many calls of a request of the endpoint that was asked about. */
    private record Callee(Endpoint endpoint, double calls, int depth) {}

    /** A deviation of a callee, and how much time of a request, or how many errors, it adds. */
    private record Found(Deviation deviation, double added) {}

    /**
     * What is unusual about {@code endpoint} because an endpoint that it calls, directly or not, is slower or fails: at most one deviation of
     * each kind, that of the callee which adds most.
     */
    public List<Deviation> judge(Endpoint endpoint, Observed own, Instant complete) {
        OptionalDouble usual = own.history().usualMillis();
        if (usual.isEmpty()) {
            return List.of();
        }
        List<Callee> callees = callees(endpoint);
        Map<Integer, Observed> observed =
                source.observed(callees.stream().map(Callee::endpoint).toList());
        List<Found> found = new ArrayList<>();
        for (Callee callee : callees) {
            Observed of = observed.getOrDefault(callee.endpoint.id(), Observed.NONE);
            Caller caller = new Caller(usual.getAsDouble(), callee.calls);
            for (Deviation deviation : Detector.judgeCalled(of.windows(), of.history(), complete, caller)) {
                if (isShared(deviation, own, usual.getAsDouble(), complete)) {
                    found.add(new Found(deviation, added(deviation, of, callee, complete)));
                }
            }
        }
        List<Deviation> deviations = new ArrayList<>();
        for (Kind kind : List.of(Kind.FAILING, Kind.SLOW)) {
            found.stream()
                    .filter(each -> each.deviation.kind() == kind)
                    .max(Comparator.comparingDouble(Found::added))
                    .map(each -> ofCaller(each.deviation, own))
                    .ifPresent(deviations::add);
        }
        return deviations;
    }

    private List<Callee> callees(Endpoint endpoint) {
        Map<Integer, Callee> callees = new LinkedHashMap<>();
        Set<Integer> seen = new HashSet<>(Set.of(endpoint.id()));
        Queue<Callee> open = new ArrayDeque<>(List.of(new Callee(endpoint, 1, 0)));
        while (!open.isEmpty() && callees.size() < MOST_ENDPOINTS) {
            Callee caller = open.remove();
            Side side = source.side(caller.endpoint);
            if (!side.isMeasured()) {
                continue;
            }
            side.calls().entrySet().stream()
                    .filter(call -> call.getKey().kind().equals("http"))
                    .sorted(Comparator.comparingDouble((Map.Entry<Operation, CallSums> call) ->
                                    -call.getValue().micros())
                            .thenComparing(call -> call.getKey().target())
                            .thenComparing(call -> call.getKey().name()))
                    .limit(MOST_OPERATIONS)
                    .forEach(call -> source.called(caller.endpoint, call.getKey(), Set.of(endpoint.id()))
                            .ifPresent(called -> {
                                double calls = caller.calls
                                        * call.getValue().count()
                                        / side.totals().measured();
                                Callee callee = new Callee(called, calls, caller.depth + 1);
                                callees.merge(
                                        called.id(),
                                        callee,
                                        (old, more) -> new Callee(called, old.calls + more.calls, old.depth));
                                if (callee.depth < CallChain.DEPTH && seen.add(called.id())) {
                                    open.add(callee);
                                }
                            }));
        }
        return callees.values().stream().limit(MOST_ENDPOINTS).toList();
    }

    /** Whether the caller is slower, or fails more, in the same time: otherwise it does not wait for it, or copes with it. */
    private static boolean isShared(Deviation deviation, Observed own, double usual, Instant complete) {
        List<Window> during = during(deviation, own, complete);
        return deviation.kind() == Kind.SLOW
                ? mean(during) > usual
                : errorShare(during) > own.history().usualServerErrors();
    }

    private static double added(Deviation deviation, Observed of, Callee callee, Instant complete) {
        List<Window> during = during(deviation, of, complete);
        if (deviation.kind() != Kind.SLOW) {
            return callee.calls * errorShare(during);
        }
        double usual = deviation.baseline() == null ? 0 : deviation.baseline().meanMillis();
        return callee.calls * (mean(during) - usual);
    }

    private static Deviation ofCaller(Deviation deviation, Observed own) {
        return new Deviation(
                deviation.kind(),
                deviation.onset(),
                deviation.isOnsetExact(),
                deviation.end(),
                own.history().ofRecent());
    }

    private static List<Window> during(Deviation deviation, Observed of, Instant complete) {
        Instant end = deviation.end() == null ? complete : deviation.end();
        return of.windows().stream()
                .filter(window -> !window.start().isBefore(deviation.onset())
                        && window.start().isBefore(end))
                .toList();
    }

    private static double mean(List<Window> windows) {
        double latencies = windows.stream().mapToDouble(Window::latencies).sum();
        return windows.stream().mapToDouble(Window::sumMicros).sum() / 1000 / Math.max(1, latencies);
    }

    private static double errorShare(List<Window> windows) {
        double requests = windows.stream().mapToDouble(Window::requests).sum();
        return windows.stream().mapToDouble(Window::serverErrors).sum() / Math.max(1, requests);
    }
}
