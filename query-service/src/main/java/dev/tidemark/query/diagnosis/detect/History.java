package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.Baseline.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of an endpoint from before the windows that are judged. */
public final class History {
    public static final History NONE = new History(List.of(), List.of(), List.of());

    /** The first minute of an endpoint is that of cold caches and code that is not compiled. */
    private static final Duration COLD = Duration.ofMinutes(1);

    private static final Duration LEARNING = Duration.ofMinutes(4);

    private final List<Window> recent;
    private final List<Window> learned;
    private final List<Window> yesterday;
    private final List<Window> lastWeek;
    private final @Nullable List<Window> usual;
    private final @Nullable Instant slowSince;
    private final @Nullable Baseline ofRecent;
    private final List<Baseline> earlier;

    /**
     * Windows are of a minute, oldest first.
     *
     * @param recent the last hours
     * @param yesterday the same hour of yesterday
     * @param lastWeek the same hour of a week ago
     */
    public History(List<Window> recent, List<Window> yesterday, List<Window> lastWeek) {
        this(recent, List.of(), yesterday, lastWeek, null, null);
    }

    /** @param learned minutes after {@code recent}, see {@link #learning} */
    public History(List<Window> recent, List<Window> learned, List<Window> yesterday, List<Window> lastWeek) {
        this(recent, learned, yesterday, lastWeek, null, null);
    }

    private History(
            List<Window> recent,
            List<Window> learned,
            List<Window> yesterday,
            List<Window> lastWeek,
            @Nullable List<Window> usual,
            @Nullable Instant slowSince) {
        this.recent = List.copyOf(recent);
        this.learned = List.copyOf(learned);
        this.yesterday = List.copyOf(yesterday);
        this.lastWeek = List.copyOf(lastWeek);
        this.usual = usual == null ? null : List.copyOf(usual);
        this.slowSince = slowSince;
        this.ofRecent = Baseline.of(usual == null ? known() : usual, Source.RECENT);
        this.earlier = Stream.of(Baseline.of(yesterday, Source.YESTERDAY), Baseline.of(lastWeek, Source.LAST_WEEK))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * The same, with the first minutes of {@code windows} if too little is known from before them: an endpoint that is new is judged
     * after its first minutes, not when they have left the span that is judged.
     *
     * @param windows those that are judged, oldest first
     */
    public History learning(List<Window> windows) {
        if (ofRecent != null || windows.isEmpty()) {
            return this;
        }
        Instant first = (recent.isEmpty() ? windows : recent).getFirst().start();
        Instant from = first.plus(COLD);
        Instant to = from.plus(LEARNING);
        TreeMap<Instant, Window> minutes = new TreeMap<>();
        for (Window window : windows) {
            if (!window.start().isBefore(from) && !window.end().isAfter(to)) {
                minutes.merge(window.start().truncatedTo(ChronoUnit.MINUTES), window, Window::plus);
            }
        }
        return minutes.isEmpty() ? this : new History(recent, List.copyOf(minutes.values()), yesterday, lastWeek);
    }

    /**
     * The same of an endpoint whose slowness is known: only its latency is compared with {@code usual}.
     *
     * @param usual minutes in which it was not slow
     * @param since since when it is; null if it is not slow at the beginning of the windows that are judged
     */
    public History withUsual(List<Window> usual, @Nullable Instant since) {
        return new History(recent, learned, yesterday, lastWeek, usual, since);
    }

    /** The run with the onset that is known, if it began before the windows. */
    Run sinceKnown(Run run, List<Window> windows) {
        return slowSince == null || !run.onset().equals(windows.getFirst().start())
                ? run
                : new Run(slowSince, run.end());
    }

    public List<Window> recent() {
        return recent;
    }

    /** The minutes that {@link #learning} added. */
    public List<Window> learned() {
        return learned;
    }

    /** The windows of {@link #ofRecent}. */
    public List<Window> known() {
        return learned.isEmpty()
                ? recent
                : Stream.concat(recent.stream(), learned.stream()).toList();
    }

    public List<Window> yesterday() {
        return yesterday;
    }

    public List<Window> lastWeek() {
        return lastWeek;
    }

    /** The windows that a deviation is compared with. */
    public List<Window> of(Deviation deviation) {
        Baseline baseline = deviation.baseline();
        if (baseline == null || baseline.source() == Source.RECENT) {
            return usual == null || deviation.kind() != Deviation.Kind.SLOW ? recent : usual;
        }
        return baseline.source() == Source.YESTERDAY ? yesterday : lastWeek;
    }

    /** The usual mean latency of the last hours, in milliseconds; empty if unknown. */
    public OptionalDouble usualMillis() {
        return ofRecent == null ? OptionalDouble.empty() : OptionalDouble.of(ofRecent.meanMillis());
    }

    /** The share of requests that are usually answered 5xx, from 0 to 1; 0 without requests. */
    public double usualServerErrors() {
        ErrorShares shares = ErrorShares.of(recent);
        return shares.requests() == 0 ? 0 : shares.serverErrors() / shares.requests();
    }

    /** The baseline of the last hours; null if there are too few requests. */
    public @Nullable Baseline ofRecent() {
        return ofRecent;
    }

    /** Those of the same hour of earlier days that are known. */
    List<Baseline> earlier() {
        return earlier;
    }
}
