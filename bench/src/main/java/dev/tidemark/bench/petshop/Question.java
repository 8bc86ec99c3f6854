package dev.tidemark.bench.petshop;

import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.cause.Cause;
import dev.tidemark.query.diagnosis.cause.Evidence;
import dev.tidemark.query.diagnosis.cause.Evidence.Called;
import dev.tidemark.query.diagnosis.cause.Evidence.Siblings;
import dev.tidemark.query.diagnosis.cause.Explainer;
import dev.tidemark.query.diagnosis.cause.Figures;
import dev.tidemark.query.diagnosis.cause.Shift;
import dev.tidemark.query.diagnosis.chain.CallChain;
import dev.tidemark.query.diagnosis.chain.Downstream;
import dev.tidemark.query.diagnosis.chain.Downstream.Observed;
import dev.tidemark.query.diagnosis.detect.Detector;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.History;
import dev.tidemark.query.diagnosis.detect.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the diagnosis about one service in one span. The windows before the span are taken to be right before it, as the normal ones of the data set
 * are from another week.
 */
final class Question implements Downstream.Source, CallChain.Source {
    private static final Explainer EXPLAINER = Explainer.standard();
    private static final Duration WIDTH = Duration.ofMinutes(5);
    private static final Duration RECENT = Duration.ofHours(6);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant FROM = Instant.parse("2026-01-12T12:00:00Z");

    private final Application application;
    private final String service;
    private final List<Map<String, Point>> before;
    private final List<Map<String, Point>> judged;
    private final Instant complete;

    Question(
            Application application, String service, List<Map<String, Point>> before, List<Map<String, Point>> judged) {
        this.application = application;
        this.service = service;
        this.before = before;
        this.judged = judged;
        this.complete = FROM.plus(WIDTH.multipliedBy(judged.size()));
    }

    /** The windows that are the usual ones for a span after {@code before}. */
    static List<Map<String, Point>> recent(List<Map<String, Point>> before) {
        int windows = (int) RECENT.dividedBy(WIDTH);
        return before.subList(Math.max(0, before.size() - windows), before.size());
    }

    /** What is unusual of the service, at most one of each kind. */
    List<Deviation> deviations() {
        Endpoint endpoint = application.endpoint(service);
        Observed own = observed(service);
        List<Deviation> found = new ArrayList<>(Detector.judge(own.windows(), own.history(), complete, List.of())
                .deviations());
        new Downstream(this)
                .judge(endpoint, own, complete).stream()
                        .filter(more -> found.stream().noneMatch(each -> each.kind() == more.kind()))
                        .toList()
                        .forEach(found::add);
        return found;
    }

    /**
     * The services that the diagnosis names, the cause first, then along the chain to the service that was asked about. Alone if the diagnosis finds no
     * cause: then it is that service itself.
     */
    List<String> culprits(Deviation deviation) {
        Side old = application.side(service, windows(deviation.onset().minus(HOUR), deviation.onset()));
        Side young = application.side(service, windows(deviation.onset(), end(deviation)));
        Shift shift = new Shift(
                deviation.kind(),
                service,
                application.endpoint(service),
                deviation.onset(),
                end(deviation),
                figures(old, deviation.onset().minus(HOUR), deviation.onset()),
                figures(young, deviation.onset(), end(deviation)),
                attribution(old, young));
        List<Called> called = new CallChain(EXPLAINER, this).called(shift);
        List<String> culprits = new ArrayList<>();
        for (Cause cause : EXPLAINER.explain(shift, evidence(shift, called)).causes()) {
            chain(cause)
                    .map(application::service)
                    .filter(name -> !culprits.contains(name))
                    .forEach(culprits::add);
        }
        if (!culprits.contains(service)) {
            culprits.add(service);
        }
        return culprits;
    }

    /** The culprits of a cause and of its causes, the root first. */
    private static Stream<String> chain(Cause cause) {
        return Stream.concat(cause.because().stream().limit(1).flatMap(Question::chain), Stream.of(cause.culprit()));
    }

    private Instant end(Deviation deviation) {
        Instant end = deviation.end();
        return end == null ? complete : end;
    }

    private Figures figures(Side side, Instant from, Instant to) {
        double errors = windows(from, to).stream()
                .mapToDouble(window -> Application.point(service, window).errors())
                .sum();
        Figures figures = Figures.of(side, Duration.between(from, to).toSeconds());
        return new Figures(figures.requests(), figures.seconds(), figures.meanMillis(), null, 0, errors);
    }

    private static @Nullable Attribution attribution(Side before, Side after) {
        return before.isMeasured() && after.isMeasured() ? Attribution.of(before, after) : null;
    }

    @Override
    public Side side(Endpoint endpoint) {
        return application.side(endpoint.service(), judged);
    }

    @Override
    public Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen) {
        return Optional.of(application.endpoint(operation.target())).filter(called -> !seen.contains(called.id()));
    }

    @Override
    public Map<Integer, Observed> observed(List<Endpoint> endpoints) {
        Map<Integer, Observed> observed = new HashMap<>();
        endpoints.forEach(endpoint -> observed.put(endpoint.id(), observed(endpoint.service())));
        return observed;
    }

    @Override
    public Shift shift(Endpoint endpoint, Shift ofCaller) {
        Instant onset = ofCaller.onset();
        Side old = application.side(endpoint.service(), windows(onset.minus(HOUR), onset));
        Side young = application.side(endpoint.service(), windows(onset, ofCaller.end()));
        return new Shift(
                ofCaller.kind(),
                endpoint.service(),
                endpoint,
                onset,
                ofCaller.end(),
                Figures.of(old, HOUR.toSeconds()),
                Figures.of(young, Duration.between(onset, ofCaller.end()).toSeconds()),
                attribution(old, young));
    }

    @Override
    public Evidence evidence(Shift shift, List<Called> called) {
        return new Evidence(List.of(), Map.of(), Map.of(), List.of(), called, new Siblings(0, 0));
    }

    private Observed observed(String name) {
        Instant yesterday = complete.minus(DAY);
        return new Observed(
                of(name, FROM, complete),
                new History(
                        of(name, FROM.minus(RECENT), FROM),
                        of(name, yesterday.minus(HOUR.dividedBy(2)), yesterday.plus(HOUR.dividedBy(2))),
                        List.of()));
    }

    /** The windows of a service in a span that have requests. */
    private List<Window> of(String name, Instant from, Instant to) {
        List<Window> windows = new ArrayList<>();
        for (int i = first(from); i < last(to); i++) {
            Point point = Application.point(name, at(i));
            if (point.requests() > 0) {
                windows.add(new Window(
                        FROM.plus(WIDTH.multipliedBy(i)),
                        WIDTH,
                        point.requests(),
                        point.requests(),
                        0,
                        point.errors(),
                        point.sumMicros(),
                        point.slowestMicros(),
                        point.sketch()));
            }
        }
        return windows;
    }

    private List<Map<String, Point>> windows(Instant from, Instant to) {
        List<Map<String, Point>> windows = new ArrayList<>();
        for (int i = first(from); i < last(to); i++) {
            windows.add(at(i));
        }
        return windows;
    }

    /** The window that starts so many widths after the span's start; before it if negative. */
    private Map<String, Point> at(int window) {
        return window < 0 ? before.get(before.size() + window) : judged.get(window);
    }

    private int first(Instant from) {
        return Math.max(
                -before.size(), (int) Math.floorDiv(Duration.between(FROM, from).toSeconds(), WIDTH.toSeconds()));
    }

    private int last(Instant to) {
        return Math.min(
                judged.size(), (int) Math.floorDiv(Duration.between(FROM, to).toSeconds(), WIDTH.toSeconds()));
    }
}
