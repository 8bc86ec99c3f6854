package dev.tidemark.query.diagnosis.detect;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many requests came in each window, also in those that are not stored because none came. What lies between the history and the first window of
 * the span is unknown.
 */
record RequestCounts(List<Slot> slots) {
    /** A window and the number of its requests. */
    record Slot(Instant start, Duration width, double requests) {
        Instant end() {
            return start.plus(width);
        }

        double seconds() {
            return width.toMillis() / 1000.0;
        }
    }

    /**
     * The counts from {@code from} to {@code complete}.
     *
     * @param minutes what was before the windows
     */
    static RequestCounts of(List<Window> minutes, List<Window> windows, Instant from, Instant complete) {
        if (windows.isEmpty()) {
            return new RequestCounts(List.of());
        }
        Instant begin = windows.getFirst().start();
        List<Window> before = minutes.stream()
                .filter(window ->
                        !window.start().isBefore(from) && !window.end().isAfter(begin))
                .toList();
        List<Slot> slots = new ArrayList<>();
        if (!before.isEmpty()) {
            add(slots, before, before.getLast().end());
        }
        add(
                slots,
                windows.stream()
                        .filter(window -> !window.start().isBefore(from))
                        .toList(),
                complete);
        return new RequestCounts(slots);
    }

    private static void add(List<Slot> slots, List<Window> windows, Instant end) {
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            Instant next = i + 1 < windows.size() ? windows.get(i + 1).start() : end;
            if (!window.end().isAfter(end)) {
                slots.add(new Slot(window.start(), window.width(), window.requests()));
            }
            for (Instant start = window.end();
                    !start.plus(window.width()).isAfter(next);
                    start = start.plus(window.width())) {
                slots.add(new Slot(start, window.width(), 0));
            }
        }
    }

    /** The requests of each whole minute from {@code from} to {@code to} that is known as a whole, the newest first. */
    double[] minutes(Instant from, Instant to) {
        List<Double> minutes = new ArrayList<>();
        double requests = 0;
        double seconds = 0;
        for (Slot slot : slots.reversed()) {
            if (!slot.start().isBefore(from) && !slot.end().isAfter(to)) {
                requests += slot.requests();
                seconds += slot.seconds();
                if (seconds >= 60) {
                    minutes.add(requests * 60 / seconds);
                    requests = 0;
                    seconds = 0;
                }
            }
        }
        return minutes.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
