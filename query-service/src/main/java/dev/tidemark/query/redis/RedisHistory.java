package dev.tidemark.query.redis;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.redis.RedisStats.CommandFigures;
import dev.tidemark.query.redis.RedisStats.Point;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one Redis over a span.
 *
 * @param counted whether all readings were read, so that increases can be added up
 * @param steps by the start of the step, then by the name of the gauge
 */
record RedisHistory(boolean counted, TreeMap<Instant, Map<String, SampleSeries.Point>> steps) {
    /** Increases since the reading before: their sum is the increase over the span, without those of a restart or a reset. */
    static final List<String> COUNTED =
            List.of("hits", "misses", "evicted_keys", "expired_keys", "rejected_connections", "restarts");

    static final List<String> GAUGES = List.of(
            "commands_per_second",
            "memory_used_mb",
            "memory_rss_mb",
            "memory_max_mb",
            "memory_percent",
            "memory_fragmentation_ratio",
            "connected_clients",
            "blocked_clients",
            "keys_total",
            "network_input_mb_per_second",
            "network_output_mb_per_second",
            "ping_ms");

    static final String CALLS = "command_calls_per_second";
    static final String TIME = "command_time_percent";

    private static final double MICROS_OF_PERCENT = 1e4;

    static RedisHistory of(SampleHistory counts, SampleHistory gauges, String instance) {
        TreeMap<Instant, Map<String, SampleSeries.Point>> steps = new TreeMap<>();
        for (SampleHistory history : List.of(counts, gauges)) {
            for (SampleSeries series : history.series()) {
                if (instance.equals(series.instance())) {
                    series.points()
                            .forEach(point -> steps.computeIfAbsent(point.at(), at -> new HashMap<>())
                                    .put(series.name(), point));
                }
            }
        }
        return new RedisHistory(counts.everySeconds() == 0, steps);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** The sum over the span; null if there are no readings, or too many to read them all. */
    @Nullable Long sum(String name) {
        Long sum = null;
        for (Map<String, SampleSeries.Point> step : steps.values()) {
            Long more = count(step, name);
            if (more != null) {
                sum = (sum == null ? 0 : sum) + more;
            }
        }
        return sum;
    }

    /** The mean over the span. */
    @Nullable Double mean(String name) {
        double sum = 0;
        long count = 0;
        for (Map<String, SampleSeries.Point> step : steps.values()) {
            SampleSeries.Point point = step.get(name);
            if (point != null) {
                sum += point.mean() * point.count();
                count += point.count();
            }
        }
        return count == 0 ? null : sum / count;
    }

    /** The newest mean of a step. */
    @Nullable Double last(String name) {
        return steps.descendingMap().values().stream()
                .map(step -> mean(step, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The largest mean of a step. */
    @Nullable Double largest(String name) {
        return steps.values().stream()
                .map(step -> mean(step, name))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    static @Nullable Double hitRate(@Nullable Long hits, @Nullable Long misses) {
        return hits == null || misses == null ? null : Rounding.share(hits, hits + misses);
    }

    List<Point> points() {
        List<Point> points = new ArrayList<>();
        steps.forEach((at, step) -> {
            Long hits = count(step, "hits");
            Long misses = count(step, "misses");
            points.add(new Point(
                    at,
                    hitRate(hits, misses),
                    hits,
                    misses,
                    count(step, "evicted_keys"),
                    count(step, "expired_keys"),
                    count(step, "rejected_connections"),
                    count(step, "restarts"),
                    mean(step, "commands_per_second"),
                    mean(step, "memory_used_mb"),
                    mean(step, "memory_rss_mb"),
                    mean(step, "memory_max_mb"),
                    mean(step, "memory_percent"),
                    mean(step, "memory_fragmentation_ratio"),
                    mean(step, "connected_clients"),
                    mean(step, "blocked_clients"),
                    mean(step, "keys_total"),
                    mean(step, "network_input_mb_per_second"),
                    mean(step, "network_output_mb_per_second"),
                    mean(step, "ping_ms")));
        });
        return points;
    }

    private @Nullable Long count(Map<String, SampleSeries.Point> step, String name) {
        SampleSeries.Point point = step.get(name);
        return point == null || !counted ? null : Math.round(point.mean() * point.count());
    }

    private static @Nullable Double mean(Map<String, SampleSeries.Point> step, String name) {
        SampleSeries.Point point = step.get(name);
        return point == null ? null : Rounding.four(point.mean());
    }

    private static final class Command {
        private double calls;
        private double time;
    }

    /** The commands, the one that took most time first. */
    static List<CommandFigures> commands(SampleHistory history, String instance) {
        Map<String, Command> commands = new HashMap<>();
        Map<Instant, Long> readings = new HashMap<>();
        for (SampleSeries series : history.series()) {
            String name = series.labels().get("command");
            if (name != null && instance.equals(series.instance())) {
                Command command = commands.computeIfAbsent(name, key -> new Command());
                for (SampleSeries.Point point : series.points()) {
                    readings.merge(point.at(), point.count(), Math::max);
                    double sum = point.mean() * point.count();
                    command.calls += series.name().equals(CALLS) ? sum : 0;
                    command.time += series.name().equals(TIME) ? sum : 0;
                }
            }
        }
        double count = readings.values().stream().mapToLong(Long::longValue).sum();
        double all = commands.values().stream().mapToDouble(each -> each.time).sum();
        return commands.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<String, Command> entry) -> -entry.getValue().time))
                .map(entry -> figures(entry.getKey(), entry.getValue(), count, all))
                .toList();
    }

    private static CommandFigures figures(String name, Command command, double readings, double all) {
        return new CommandFigures(
                name,
                Rounding.three(command.calls / readings),
                command.calls > 0 ? (Double) Rounding.two(command.time * MICROS_OF_PERCENT / command.calls) : null,
                Rounding.four(command.time / readings),
                Rounding.share(command.time, all));
    }
}
