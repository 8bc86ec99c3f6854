package dev.tidemark.processor.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which hours may still be counted in. An hour is open until its windows are final; from then on it is closed, because its windows are
 * removed from the state and would start again at zero. An hour that was never counted in is open, wherever it lies: a wrong clock may
 * lead anywhere. Bounded, and not thread-safe.
 */
final class OpenHours {
    private static final byte VERSION = 1;
    private static final int MAX_RANGES = 100;
    private static final Comparator<Map.Entry<Long, Long>> FIRST_OPENED =
            Map.Entry.<Long, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey());

    private final long minCountedHours;
    private final int maxOpen;
    /** The counted hour ({@link CountedHours}) at which each open hour was first counted in. */
    private final Map<Long, Long> open = new HashMap<>();
    /** The ranges of closed hours: the first and the last of each. */
    private final TreeMap<Long, Long> closed = new TreeMap<>();

    /**
     * @param minCountedHours the number of counted hours for which an hour stays open at least, after the first request in it
     * @param maxOpen the number of open hours beyond which those that were opened first are closed
     */
    OpenHours(long minCountedHours, int maxOpen) {
        this.minCountedHours = minCountedHours;
        this.maxOpen = maxOpen;
    }

    boolean isClosed(long hour) {
        Map.Entry<Long, Long> range = closed.floorEntry(hour);
        return range != null && hour <= range.getValue() && !open.containsKey(hour);
    }

    /** Notes that a request is counted in {@code hour}, which must not be closed. */
    void use(long hour, long counted) {
        open.putIfAbsent(hour, counted);
    }

    /**
     * Closes hours.
     *
     * @param end only hours before this one are closed
     * @param counted the counted hours up to now
     */
    void close(long end, long counted) {
        List<Long> due = new ArrayList<>();
        open.forEach((hour, first) -> {
            if (hour < end && counted - first >= minCountedHours) {
                due.add(hour);
            }
        });
        due.forEach(this::close);
        while (open.size() > maxOpen) {
            close(Collections.min(open.entrySet(), FIRST_OPENED).getKey());
        }
    }

    private void close(long hour) {
        open.remove(hour);
        closeRange(hour, hour);
    }

    /** Closes all hours from {@code first} to {@code last}. */
    void closeRange(long first, long last) {
        long from = first;
        long to = last;
        Map.Entry<Long, Long> near = closed.floorEntry(to + 1);
        while (near != null && near.getValue() >= from - 1) {
            closed.remove(near.getKey());
            from = Math.min(from, near.getKey());
            to = Math.max(to, near.getValue());
            near = closed.floorEntry(to + 1);
        }
        closed.put(from, to);
        if (closed.size() > MAX_RANGES) {
            joinNearest();
        }
    }

    /** The hours between two ranges were never counted in; now they are as good as closed. */
    private void joinNearest() {
        long left = closed.firstKey();
        long nearest = Long.MAX_VALUE;
        Map.Entry<Long, Long> before = closed.firstEntry();
        for (Map.Entry<Long, Long> next : closed.tailMap(before.getKey(), false).entrySet()) {
            if (next.getKey() - before.getValue() < nearest) {
                nearest = next.getKey() - before.getValue();
                left = before.getKey();
            }
            before = next;
        }
        Map.Entry<Long, Long> right = closed.higherEntry(left);
        closed.remove(right.getKey());
        closed.put(left, right.getValue());
    }

    int size() {
        return open.size();
    }

    void write(FormWriter out) {
        out.raw(VERSION).number(open.size());
        open.keySet().stream().sorted().forEach(hour -> out.ordered(hour).ordered(open.getOrDefault(hour, 0L)));
        out.number(closed.size());
        closed.forEach((from, to) -> out.ordered(from).ordered(to));
    }

    void read(FormReader in) {
        NewerFormException.check("hours", in.raw(), VERSION);
        for (long left = in.number(); left > 0; left--) {
            open.put(in.ordered(), in.ordered());
        }
        for (long left = in.number(); left > 0; left--) {
            closed.put(in.ordered(), in.ordered());
        }
    }
}
