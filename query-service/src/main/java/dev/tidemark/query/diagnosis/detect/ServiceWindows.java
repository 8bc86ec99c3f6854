package dev.tidemark.query.diagnosis.detect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up the endpoints of a service, so that endpoints with few requests each are judged together. Latencies are adjusted to the usual
 * mix of endpoints: a service is not slower because a heavy report is asked for more often. An endpoint whose usual latency is unknown
 * counts with its requests and errors only.
 */
public final class ServiceWindows {
    private final Map<Integer, History> histories;
    /** The usual mean latency of each endpoint in milliseconds. */
    private final Map<Integer, Double> usual;

    private final double mix;

    /** @param histories those of the endpoints, with the usual mix, by an endpoint's id */
    public ServiceWindows(Map<Integer, History> histories) {
        this.histories = Map.copyOf(histories);
        this.usual = new HashMap<>();
        double expected = 0;
        double latencies = 0;
        for (Map.Entry<Integer, History> endpoint : histories.entrySet()) {
            double mean = endpoint.getValue().usualMillis().orElse(0);
            if (mean > 0) {
                usual.put(endpoint.getKey(), mean);
                for (Window window : endpoint.getValue().known()) {
                    expected += mean * window.latencies();
                    latencies += window.latencies();
                }
            }
        }
        this.mix = latencies == 0 ? 0 : expected / latencies;
    }

    /** What is known of the service from before the windows that are judged. */
    public History history() {
        return History.ofService(histories, this::sum);
    }

    /** Adds up the windows of each endpoint. */
    public List<Window> sum(Map<Integer, List<Window>> windows) {
        Map<Instant, List<Part>> byStart = new TreeMap<>();
        windows.forEach((endpoint, ofEndpoint) -> {
            double mean = usual.getOrDefault(endpoint, 0.0);
            for (Window window : ofEndpoint) {
                byStart.computeIfAbsent(window.start(), start -> new ArrayList<>())
                        .add(new Part(window, mean));
            }
        });
        return byStart.values().stream().map(this::sum).toList();
    }

    private record Part(Window window, double usual) {}

    private Window sum(List<Part> parts) {
        long requests = 0;
        long latencies = 0;
        long clientErrors = 0;
        long serverErrors = 0;
        double expected = 0;
        double micros = 0;
        double max = 0;
        for (Part part : parts) {
            Window window = part.window;
            requests += window.requests();
            clientErrors += window.clientErrors();
            serverErrors += window.serverErrors();
            if (part.usual > 0) {
                latencies += window.latencies();
                expected += part.usual * window.latencies();
                micros += window.sumMicros();
                max = Math.max(max, window.maxMicros());
            }
        }
        double adjustment = expected == 0 ? 0 : mix * latencies / expected;
        Window widest = parts.stream()
                .map(Part::window)
                .max(Comparator.comparing(Window::width))
                .orElseThrow();
        return new Window(
                widest.start(),
                widest.width(),
                requests,
                latencies,
                clientErrors,
                serverErrors,
                micros * adjustment,
                max * adjustment,
                null);
    }
}
