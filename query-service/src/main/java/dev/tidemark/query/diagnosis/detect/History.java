package dev.tidemark.query.diagnosis.detect;

import dev.tidemark.query.diagnosis.detect.Baseline.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
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
    private final @Nullable Slowness slowness;
    private final @Nullable Silence silence;
    private final @Nullable Baseline ofRecent;
    private final List<Baseline> earlier;

    /**
     * Slowness that is known.
     *
     * @param usual minutes without it
     * @param since null if it is over when the windows that are judged begin
     */
    private record Slowness(List<Window> usual, @Nullable Instant since) {}

    /**
     * A silence that may go on.
     *
     * @param yesterday the time around its beginning, a day before
     * @param since null if that is not known
     */
    private record Silence(List<Window> yesterday, @Nullable Instant since) {}

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

    private History(
            List<Window> recent,
            List<Window> learned,
            List<Window> yesterday,
            List<Window> lastWeek,
            @Nullable Slowness slowness,
            @Nullable Silence silence) {
        this.recent = List.copyOf(recent);
        this.learned = List.copyOf(learned);
        this.yesterday = List.copyOf(yesterday);
        this.lastWeek = List.copyOf(lastWeek);
        this.slowness = slowness;
        this.silence = silence;
        this.ofRecent = Baseline.of(usual(), Source.RECENT);
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
        return minutes.isEmpty()
                ? this
                : new History(recent, List.copyOf(minutes.values()), yesterday, lastWeek, slowness, silence);
    }

    /**
     * The same of an endpoint whose slowness is known: only its latency is compared with {@code usual}.
     *
     * @param usual minutes in which it was not slow; if there are none, as of an endpoint that is younger than the slowness of its service,
     *     nothing is changed
     * @param since since when it is; null if it is not slow at the beginning of the windows that are judged
     */
    public History withUsual(List<Window> usual, @Nullable Instant since) {
        return usual.isEmpty()
                ? this
                : new History(recent, learned, yesterday, lastWeek, new Slowness(List.copyOf(usual), since), silence);
    }

    /** The same of an endpoint that is known to be silent since before the windows that are judged. */
    public History silentSince(Instant since) {
        return new History(recent, learned, yesterday, lastWeek, slowness, new Silence(List.of(), since));
    }

    /** The same of a silent endpoint, with the time around its last request a day before. */
    public History withYesterdayOfSilence(List<Window> windows) {
        Instant since = silence == null ? null : silence.since;
        return new History(recent, learned, yesterday, lastWeek, slowness, new Silence(List.copyOf(windows), since));
    }

    /**
     * The history of a service.
     *
     * @param endpoints those of its endpoints
     * @param sum adds up windows of each endpoint
     */
    static <K> History ofService(Map<K, History> endpoints, Function<Map<K, List<Window>>, List<Window>> sum) {
        History history = new History(
                sum.apply(each(endpoints, History::recent)),
                sum.apply(each(endpoints, History::learned)),
                sum.apply(each(endpoints, History::yesterday)),
                sum.apply(each(endpoints, History::lastWeek)),
                null,
                null);
        if (endpoints.values().stream().anyMatch(each -> each.slowness != null)) {
            history = history.withUsual(sum.apply(each(endpoints, History::usual)), null);
        }
        Instant since = endpoints.values().stream()
                .map(each -> each.silence == null ? null : each.silence.since)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        history = since == null ? history : history.silentSince(since);
        return history.withYesterdayOfSilence(
                sum.apply(each(endpoints, each -> each.silence == null ? List.of() : each.silence.yesterday)));
    }

    private static <K> Map<K, List<Window>> each(Map<K, History> endpoints, Function<History, List<Window>> windows) {
        Map<K, List<Window>> each = new HashMap<>();
        endpoints.forEach((endpoint, history) -> each.put(endpoint, windows.apply(history)));
        return each;
    }

    /** The run with the onset that is known, if it began before the windows. */
    Run sinceKnown(Run run, List<Window> windows) {
        return slowness == null
                        || slowness.since == null
                        || !run.onset().equals(windows.getFirst().start())
                ? run
                : new Run(slowness.since, run.end());
    }

    /** The onset of a silence after {@code last}, the end of a minute with requests. */
    Instant onsetOfSilence(Instant last) {
        Instant since = silence == null ? null : silence.since;
        return since != null && since.isBefore(last) && since.isAfter(last.minusSeconds(120)) ? since : last;
    }

    public List<Window> recent() {
        return recent;
    }

    /** The minutes that {@link #learning} added. */
    private List<Window> learned() {
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

    /** The same time of yesterday, and that around the beginning of a silence; oldest first. */
    List<Window> yesterdayOfSilence() {
        return silence == null
                ? yesterday
                : Stream.concat(silence.yesterday.stream(), yesterday.stream()).toList();
    }

    /** Minutes without slowness that is known. */
    private List<Window> usual() {
        return slowness == null ? known() : slowness.usual;
    }

    public List<Window> lastWeek() {
        return lastWeek;
    }

    /** The windows that a deviation is compared with. */
    public List<Window> of(Deviation deviation) {
        Baseline baseline = deviation.baseline();
        if (baseline == null || baseline.source() == Source.RECENT) {
            return slowness == null || deviation.kind() != Deviation.Kind.SLOW ? recent : slowness.usual;
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
