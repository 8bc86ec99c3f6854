package dev.tidemark.bench.petshop;

import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.CallSums;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.wire.parts.PartTotals;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The services as the diagnosis knows them: each one an endpoint, each edge a call. The data has the metrics of services, not those of calls, so
 * they are reconstructed:
 *
 * <ul>
 *   <li>a service's requests come from its callers in proportion to their own requests, and take as long as that service says;
 *   <li>a call that usually takes longer (median) than nearly all requests of its caller (99th percentile) is not waited for;
 *   <li>calls that usually take longer together than their caller overlap, and go on to overlap as much.
 * </ul>
 */
final class Application {
    private static final String ROUTE = "/";
    private static final String OPERATION = "GET " + ROUTE;

    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, List<String>> callers = new HashMap<>();
    private final Map<String, List<String>> waitedFor = new HashMap<>();
    private final Map<String, Double> overlap = new HashMap<>();

    Application(Map<String, List<String>> calls, List<Map<String, Point>> usual) {
        Set<String> services = new HashSet<>(calls.keySet());
        calls.values().forEach(services::addAll);
        services.stream().sorted().forEach(service -> {
            Endpoint endpoint = new Endpoint(endpoints.size() + 1, service, "GET", ROUTE);
            endpoints.put(service, endpoint);
            names.put(endpoint.text(), service);
            names.put(OPERATION + " of " + service, service);
        });
        calls.forEach((caller, called) -> called.forEach(service ->
                callers.computeIfAbsent(service, none -> new ArrayList<>()).add(caller)));
        calls.forEach((caller, called) -> waitedFor.put(
                caller,
                called.stream()
                        .filter(service -> quantile(service, usual, 0.5) <= quantile(caller, usual, 0.99))
                        .toList()));
        for (String service : endpoints.keySet()) {
            double own = sum(service, usual);
            double ofCalls = calls(service, usual).values().stream()
                    .mapToDouble(CallSums::micros)
                    .sum();
            overlap.put(service, ofCalls == 0 ? 1 : Math.min(1, own / ofCalls));
        }
    }

    Endpoint endpoint(String service) {
        return endpoints.getOrDefault(service, new Endpoint(0, service, "GET", ROUTE));
    }

    /** The service that the diagnosis calls {@code culprit}; the text itself if it is none. */
    String service(String culprit) {
        return names.getOrDefault(culprit, culprit);
    }

    /** The requests of {@code service} with their calls. */
    Side side(String service, List<Map<String, Point>> windows) {
        long requests = 0;
        for (Map<String, Point> window : windows) {
            requests += point(service, window).requests();
        }
        double micros = sum(service, windows);
        Map<Operation, CallSums> calls = calls(service, windows);
        double http = overlap.getOrDefault(service, 1.0)
                * calls.values().stream().mapToDouble(CallSums::micros).sum();
        double count = calls.values().stream().mapToDouble(CallSums::count).sum();
        PartTotals totals = new PartTotals(
                requests, Math.round(micros), 0, 0, 0, 0, 0, (long) Math.min(micros, http), Math.round(count));
        return new Side(requests, micros, totals, calls);
    }

    private Map<Operation, CallSums> calls(String caller, List<Map<String, Point>> windows) {
        Map<Operation, CallSums> calls = new HashMap<>();
        for (String service : waitedFor.getOrDefault(caller, List.of())) {
            CallSums sums = CallSums.NONE;
            for (Map<String, Point> window : windows) {
                Point point = point(service, window);
                double all = callers.getOrDefault(service, List.of()).stream()
                        .mapToDouble(each -> point(each, window).requests())
                        .sum();
                double part = all == 0 ? 0 : point(caller, window).requests() / all;
                sums = sums.plus(
                        new CallSums(part * point.requests(), part * point.errors(), part * point.sumMicros(), 0, 0));
            }
            if (sums.count() > 0) {
                calls.put(new Operation("http", service, OPERATION), sums);
            }
        }
        return calls;
    }

    private static double sum(String service, List<Map<String, Point>> windows) {
        return windows.stream()
                .mapToDouble(window -> point(service, window).sumMicros())
                .sum();
    }

    /** The median of a quantile of each window; 0 without requests. */
    private static double quantile(String service, List<Map<String, Point>> windows, double q) {
        double[] values = windows.stream()
                .map(window -> point(service, window))
                .filter(point -> point.requests() > 0)
                .mapToDouble(point -> LatencySketch.fromBytes(point.sketch()).quantile(q))
                .sorted()
                .toArray();
        return values.length == 0 ? 0 : values[values.length / 2];
    }

    static Point point(String service, Map<String, Point> window) {
        return window.getOrDefault(service, Point.NONE);
    }
}
