package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.Deviation.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Judges the windows of one endpoint or service. */
public final class Detector {
    /** After its start, an instance is slow until its code is compiled and its caches are filled. */
    static final Duration STARTING = Duration.ofMinutes(2);
    /** After so long without requests, what was wrong with the last ones is no longer. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private static final Duration CLOSE = Duration.ofMinutes(1);
    /** A mean latency up to this factor above the highest usual ones of this hour is usual. */
    private static final double USUAL_FACTOR = 1.5;
    /** The same of a called endpoint, of which smaller changes matter. */
    private static final double CALLED_FACTOR = 1.2;

    private Detector() {}

    /**
     * What was found.
     *
     * @param isJudged whether it is known what is usual, so that slowness would be noticed
     */
    public record Finding(List<Deviation> deviations, boolean isJudged) {}

    /**
     * Judges {@code windows}, oldest first, without those that have no requests.
     *
     * @param complete the time up to which all requests would be stored
     * @param starts when instances of the service started
     */
    public static Finding judge(List<Window> windows, History history, Instant complete, List<Instant> starts) {
        List<Deviation> found = new ArrayList<>();
        Baseline recent = history.ofRecent();
        // The lowest one: who is slow for long enough becomes the baseline of the last hours.
        Baseline reference = Stream.concat(Stream.ofNullable(recent), history.earlier().stream())
                .min(Comparator.comparingDouble(Baseline::meanMillis))
                .orElse(null);
        add(
                found,
                Kind.FAILING,
                ErrorRule.SERVER.runs(windows, ErrorShares.of(history.recent())),
                recent,
                windows,
                complete);
        add(
                found,
                Kind.REFUSED,
                ErrorRule.CLIENT.runs(windows, ErrorShares.of(history.known())),
                recent,
                windows,
                complete);
        if (reference != null) {
            List<Run> slow = joined(LatencyRule.runs(windows, reference), TailRule.runs(windows, reference));
            add(
                    found,
                    Kind.SLOW,
                    slow.stream()
                            .filter(run -> !isStarting(run, complete, starts))
                            .filter(run -> !isUsual(run, windows, history.earlier(), USUAL_FACTOR))
                            .map(run -> history.sinceKnown(run, windows))
                            .toList(),
                    reference,
                    windows,
                    complete);
        }
        Instant silent = SilenceRule.since(history, windows, complete);
        if (silent != null) {
            found.add(new Deviation(Kind.SILENT, silent, true, null, recent));
        }
        DropRule.drops(history, windows, complete).stream()
                .filter(drop -> silent == null || drop.run().end() != null)
                .filter(drop -> !isRestart(drop.run(), complete, starts))
                .map(drop -> new Deviation(
                        drop.isGone() ? Kind.DROPPED : Kind.FEWER,
                        drop.run().onset(),
                        true,
                        drop.run().end(),
                        recent))
                .forEach(found::add);
        return new Finding(found, reference != null);
    }

    /**
     * Judges an endpoint that another one calls: whether it is slower by so much that {@code caller} takes a twentieth longer, or fails. That
     * people feel it by itself is not required.
     */
    public static List<Deviation> judgeCalled(List<Window> windows, History history, Instant complete, Caller caller) {
        List<Deviation> found = new ArrayList<>();
        Baseline recent = history.ofRecent();
        if (windows.isEmpty()) {
            return found;
        }
        List<Run> failing = ErrorRule.CALLED.runs(windows, ErrorShares.of(history.recent()));
        add(found, Kind.FAILING, failing, recent, windows, complete);
        if (recent != null) {
            List<Run> slow = LatencyRule.runsOf(caller, windows, recent).stream()
                    .filter(run -> !isUsual(run, windows, history.earlier(), CALLED_FACTOR))
                    .toList();
            add(found, Kind.SLOW, slow, recent, windows, complete);
        }
        return found;
    }

    /** Whether the first ten of {@code minutes} were slower than {@code usual}; true if either is unknown. */
    public static boolean wereSlow(List<Window> minutes, List<Window> usual) {
        return minutes.isEmpty()
                || usual.isEmpty()
                || typical(minutes.subList(0, Math.min(10, minutes.size()))) >= USUAL_FACTOR * typical(usual);
    }

    private static double typical(List<Window> windows) {
        return Robust.median(windows.stream().mapToDouble(Window::typicalMillis).toArray());
    }

    /** The time since which an endpoint is silent; null if it is not, or if that is not unusual. */
    public static @Nullable Instant silentSince(List<Window> windows, History history, Instant complete) {
        return SilenceRule.since(history, windows, complete);
    }

    private static void add(
            List<Deviation> found,
            Kind kind,
            List<Run> runs,
            @Nullable Baseline baseline,
            List<Window> windows,
            Instant complete) {
        for (Run run : runs) {
            boolean exact = !run.onset().equals(windows.getFirst().start());
            Instant end = run.end();
            Instant last = windows.getLast().end();
            if (end == null && Duration.between(last, complete).compareTo(FORGOTTEN) > 0) {
                end = last;
            }
            found.add(new Deviation(kind, run.onset(), exact, end, baseline));
        }
    }

    /** Runs of both rules; those that overlap are one. The windows of the mean are shorter, so it knows the onset better. */
    private static List<Run> joined(List<Run> mean, List<Run> tail) {
        List<Run> runs = new ArrayList<>();
        Stream.concat(mean.stream(), tail.stream())
                .sorted(Comparator.comparing(Run::onset))
                .forEach(run -> {
                    Run last = runs.isEmpty() ? null : runs.getLast();
                    if (last == null || last.end() != null && last.end().isBefore(run.onset())) {
                        runs.add(run);
                    } else {
                        boolean isClose =
                                Duration.between(last.onset(), run.onset()).compareTo(CLOSE) <= 0;
                        Instant onset = isClose && mean.contains(run) ? run.onset() : last.onset();
                        runs.set(runs.size() - 1, new Run(onset, later(last.end(), run.end())));
                    }
                });
        return runs;
    }

    private static @Nullable Instant later(@Nullable Instant first, @Nullable Instant second) {
        return first == null || second == null ? null : first.isAfter(second) ? first : second;
    }

    /** Whether it began with the start of an instance, and may be over when that is warm. */
    private static boolean isStarting(Run run, Instant complete, List<Instant> starts) {
        Instant end = run.end() == null ? complete : run.end();
        return starts.stream()
                .anyMatch(start -> !run.onset().isBefore(start.minusSeconds(30)) && !end.isAfter(start.plus(STARTING)));
    }

    /** Whether requests may be missing only because an instance starts. */
    private static boolean isRestart(Run run, Instant complete, List<Instant> starts) {
        Instant end = run.end() == null ? complete : run.end();
        return starts.stream()
                .anyMatch(start -> !start.isBefore(run.onset().minusSeconds(30))
                        && !start.isAfter(end)
                        && !end.isAfter(start.plus(STARTING)));
    }

    /** Whether it is as slow at this hour of each day that is known: a nightly batch. */
    private static boolean isUsual(Run run, List<Window> windows, List<Baseline> earlier, double factor) {
        List<Window> during = windows.stream()
                .filter(window -> !window.start().isBefore(run.onset())
                        && (run.end() == null || window.start().isBefore(run.end())))
                .toList();
        double level =
                Robust.median(during.stream().mapToDouble(Window::typicalMillis).toArray());
        return !earlier.isEmpty() && earlier.stream().allMatch(baseline -> level <= factor * baseline.highMillis());
    }
}
