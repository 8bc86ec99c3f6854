package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.wire.sketch.LatencySketch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Traffic of one endpoint with a known truth: the same seed makes the same windows. */
final class Simulation {
    static final Instant NOW = Instant.parse("2026-11-27T14:00:00Z");

    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final Random random;
    private final double perSecond;
    private final double medianMillis;
    private final double sigma;
    private final List<Phase> phases = new ArrayList<>();

    /** What is different in a span. */
    private record Phase(
            Instant from,
            Instant to,
            double rate,
            double factor,
            double part,
            double clientErrors,
            double serverErrors) {}

    Simulation(long seed, double perSecond, double medianMillis, double sigma) {
        this.random = new Random(seed);
        this.perSecond = perSecond;
        this.medianMillis = medianMillis;
        this.sigma = sigma;
    }

    /** All requests take {@code factor} times as long. */
    Simulation slow(Instant from, Instant to, double factor) {
        return slow(from, to, factor, 1);
    }

    /** So large a part of the requests takes {@code factor} times as long. */
    Simulation slow(Instant from, Instant to, double factor, double part) {
        phases.add(new Phase(from, to, 1, factor, part, 0, 0));
        return this;
    }

    Simulation failing(Instant from, Instant to, double clientErrors, double serverErrors) {
        phases.add(new Phase(from, to, 1, 1, 1, clientErrors, serverErrors));
        return this;
    }

    /** There are {@code rate} times as many requests. */
    Simulation traffic(Instant from, Instant to, double rate) {
        phases.add(new Phase(from, to, rate, 1, 1, 0, 0));
        return this;
    }

    /** Windows of 10 s, without those that are empty. */
    List<Window> windows(Instant from, Instant to) {
        List<Window> windows = new ArrayList<>();
        for (Instant start = from; start.isBefore(to); start = start.plus(TEN_SECONDS)) {
            Window window = window(start);
            if (window.requests() > 0) {
                windows.add(window);
            }
        }
        return windows;
    }

    List<Window> minutes(Instant from, Instant to) {
        return minutes(windows(from, to));
    }

    static List<Window> minutes(List<Window> windows) {
        Map<Instant, Window> minutes = new HashMap<>();
        for (Window window : windows) {
            Instant start = Instant.ofEpochSecond(window.start().getEpochSecond() / 60 * 60);
            minutes.merge(start, window, Window::plus);
        }
        return minutes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> {
                    Window sum = entry.getValue();
                    return new Window(
                            entry.getKey(),
                            Duration.ofMinutes(1),
                            sum.requests(),
                            sum.latencies(),
                            sum.clientErrors(),
                            sum.serverErrors(),
                            sum.sumMicros(),
                            sum.maxMicros(),
                            sum.sketch());
                })
                .toList();
    }

    /** Those of {@code windows}, oldest first, that begin from {@code from} on and before {@code to}. */
    static List<Window> between(List<Window> windows, Instant from, Instant to) {
        return windows.subList(first(windows, from), first(windows, to));
    }

    private static int first(List<Window> windows, Instant at) {
        int low = 0;
        int high = windows.size();
        while (low < high) {
            int middle = (low + high) / 2;
            if (windows.get(middle).start().isBefore(at)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The hours before {@code from}, without earlier days. */
    History history(Instant from, Duration length) {
        return new History(minutes(from.minus(length), from), List.of(), List.of());
    }

    private Window window(Instant start) {
        List<Phase> now = phases.stream()
                .filter(phase -> !start.isBefore(phase.from) && start.isBefore(phase.to))
                .toList();
        double rate = now.stream().mapToDouble(Phase::rate).reduce(1, (first, second) -> first * second);
        int requests = poisson(perSecond * rate * 10);
        LatencySketch sketch = new LatencySketch();
        double sum = 0;
        long max = 0;
        int clientErrors = 0;
        int serverErrors = 0;
        for (int i = 0; i < requests; i++) {
            double millis = medianMillis * Math.exp(sigma * random.nextGaussian());
            double dice = random.nextDouble();
            for (Phase phase : now) {
                millis *= random.nextDouble() < phase.part ? phase.factor : 1;
                serverErrors += dice < phase.serverErrors ? 1 : 0;
                clientErrors += dice >= phase.serverErrors && dice < phase.serverErrors + phase.clientErrors ? 1 : 0;
            }
            long micros = Math.max(1, Math.round(millis * 1000));
            sketch.add(micros);
            sum += micros;
            max = Math.max(max, micros);
        }
        return new Window(
                start, TEN_SECONDS, requests, requests, clientErrors, serverErrors, sum, max, sketch.toBytes());
    }

    private int poisson(double mean) {
        if (mean > 50) {
            return (int) Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
