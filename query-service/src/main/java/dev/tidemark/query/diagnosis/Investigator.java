package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.cause.Evidence;
import dev.tidemark.query.diagnosis.cause.Evidence.Called;
import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import dev.tidemark.query.diagnosis.cause.Evidence.Siblings;
import dev.tidemark.query.diagnosis.cause.Explainer;
import dev.tidemark.query.diagnosis.cause.Explanation;
import dev.tidemark.query.diagnosis.cause.Figures;
import dev.tidemark.query.diagnosis.cause.Gauge;
import dev.tidemark.query.diagnosis.cause.Shift;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what explains something unusual: its parts and calls, those of the endpoints that it calls, and samples. */
@Singleton
final class Investigator {
    /** A chain of more services is not followed. */
    static final int DEPTH = 4;

    private static final double FOLLOWED_SHARE = 0.15;
    private static final int MOST_CALLED = 3;
    private static final int MOST_CANDIDATES = 3;
    /** Samples of so long before the onset are compared with those after it. */
    private static final Duration BEFORE = Duration.ofMinutes(10);

    private static final Duration RECENT = Duration.ofMinutes(1);

    private final SideQueries sides;
    private final GaugeQueries gauges;
    private final StatementReader statements;
    private final Explainer explainer;

    Investigator(SideQueries sides, GaugeQueries gauges, StatementReader statements, Explainer explainer) {
        this.sides = sides;
        this.gauges = gauges;
        this.statements = statements;
        this.explainer = explainer;
    }

    /** What was found out. */
    record Result(Judged judged, Shift shift, Explanation explanation) {}

    /** Opens the reading for one answer. */
    Case open(Judge.Findings findings, Instant now, Deadline deadline) {
        return new Case(findings, now, deadline);
    }

    /** One answer's reading, which reads samples of the same onset once. */
    final class Case {
        private final Judge.Findings findings;
        private final Instant now;
        private final Deadline deadline;
        private final Map<Span, List<Gauge>> samples = new HashMap<>();

        Case(Judge.Findings findings, Instant now, Deadline deadline) {
            this.findings = findings;
            this.now = now;
            this.deadline = deadline;
        }

        Result investigate(Judged judged) {
            Deviation deviation = judged.deviation();
            Spans spans = Spans.of(deviation, judged.end(), now);
            Set<Integer> seen = new HashSet<>();
            Shift shift = shift(judged, spans);
            Evidence evidence = evidence(shift, spans, seen);
            return new Result(judged, shift, explainer.explain(shift, evidence));
        }

        /** The line of what needs no cause. */
        String note(Judged judged) {
            return Sentence.what(shift(judged, Spans.of(judged.deviation(), judged.end(), now)), judged.deviation());
        }

        private Shift shift(Judged judged, Spans spans) {
            Endpoint endpoint = judged.endpoint();
            return new Shift(
                    judged.deviation().kind(),
                    judged.service(),
                    endpoint,
                    judged.deviation().onset(),
                    judged.end(),
                    judged.before(spans.before()),
                    judged.after(),
                    endpoint == null || judged.deviation().kind().isTraffic()
                            ? null
                            : attribution(sides.side(spans.before(), endpoint), sides.side(spans.after(), endpoint)));
        }

        private @Nullable Attribution attribution(Side before, Side after) {
            return before.isMeasured() && after.isMeasured() ? Attribution.of(before, after) : null;
        }

        private Evidence evidence(Shift shift, Spans spans, Set<Integer> seen) {
            deadline.check();
            List<Endpoint> own = shift.endpoint() == null
                    ? findings.endpoints().stream()
                            .filter(endpoint -> endpoint.service().equals(shift.service()))
                            .toList()
                    : List.of(shift.endpoint());
            boolean failing = shift.kind() == Deviation.Kind.FAILING || shift.kind() == Deviation.Kind.REFUSED;
            return new Evidence(
                    samples(shift),
                    failing ? sides.errors(spans.before(), own) : Map.of(),
                    failing ? sides.errors(spans.after(), own) : Map.of(),
                    instances(shift.service()),
                    called(shift, spans, seen, 0),
                    siblings(shift),
                    statements.read(shift, newest(shift)));
        }

        private List<Gauge> samples(Shift shift) {
            return samples.computeIfAbsent(
                    new Span(Tier.TEN_SECONDS, shift.onset(), shift.end()),
                    span -> gauges.gauges(span.from().minus(BEFORE), span.from(), span.to()));
        }

        /** Requests of the newest seconds may be missing, but a sample that is stored is right. */
        private Instant newest(Shift shift) {
            return shift.end().isAfter(now.minus(RECENT)) ? now : shift.end();
        }

        private List<Instance> instances(String service) {
            return findings.instances().stream()
                    .filter(instance -> instance.service().equals(service))
                    .toList();
        }

        private Siblings siblings(Shift shift) {
            List<Window> others = findings.endpoints().stream()
                    .filter(endpoint ->
                            endpoint.service().equals(shift.service()) && !endpoint.equals(shift.endpoint()))
                    .flatMap(endpoint -> findings.windows().getOrDefault(endpoint.id(), List.of()).stream())
                    .toList();
            Figures figures = Judged.figures(others, shift.onset(), shift.end());
            return new Siblings(
                    figures.requests(),
                    shift.kind() == Deviation.Kind.FAILING ? figures.serverErrors() : figures.clientErrors());
        }

        /** Follows the calls that take longer, or fail. */
        private List<Called> called(Shift shift, Spans spans, Set<Integer> seen, int depth) {
            Attribution attribution = shift.attribution();
            Endpoint caller = shift.endpoint();
            if (attribution == null || caller == null || depth >= DEPTH || !seen.add(caller.id())) {
                return List.of();
            }
            List<Called> called = new ArrayList<>();
            attribution
                    .operations()
                    .filter(operation -> operation.operation().kind().equals("http"))
                    .filter(operation -> shift.isSlow()
                            ? operation.share() >= FOLLOWED_SHARE
                            : operation.after().errors() > 0)
                    .limit(MOST_CALLED)
                    .forEach(operation ->
                            follow(operation, shift, caller, spans, seen, depth).ifPresent(called::add));
            return called;
        }

        private Optional<Called> follow(
                OperationShift operation, Shift shift, Endpoint caller, Spans spans, Set<Integer> seen, int depth) {
            String name = operation.operation().name();
            int space = name.indexOf(' ');
            if (space < 0) {
                return Optional.empty();
            }
            deadline.check();
            String target = operation.operation().target();
            List<Endpoint> candidates =
                    sides.callable(caller.service(), name.substring(0, space), shift.onset()).stream()
                            .filter(endpoint -> endpoint.isCalledBy(name) && !seen.contains(endpoint.id()))
                            .sorted(Comparator.comparing((Endpoint endpoint) -> !target.contains(endpoint.service())))
                            .limit(MOST_CANDIDATES)
                            .toList();
            Endpoint best = null;
            Side after = Side.NONE;
            for (Endpoint candidate : candidates) {
                Side side = sides.side(spans.after(), candidate);
                if (best == null || side.requests() > after.requests()) {
                    best = candidate;
                    after = side;
                }
                if (target.contains(candidate.service())) {
                    break;
                }
            }
            if (best == null) {
                return Optional.empty();
            }
            Side before = sides.side(spans.before(), best);
            Shift callee = new Shift(
                    shift.kind(),
                    best.service(),
                    best,
                    shift.onset(),
                    shift.end(),
                    figures(before, spans.before()),
                    figures(after, spans.after()),
                    attribution(before, after));
            Evidence evidence = new Evidence(
                    samples(shift),
                    sides.errors(spans.before(), List.of(best)),
                    sides.errors(spans.after(), List.of(best)),
                    instances(best.service()),
                    called(callee, spans, seen, depth + 1),
                    new Siblings(0, 0),
                    statements.read(callee, newest(callee)));
            return Optional.of(new Called(
                    operation, callee, explainer.explain(callee, evidence).causes()));
        }
    }

    private static Figures figures(Side side, Span span) {
        return new Figures(
                side.requests(), span.seconds(), side.requests() == 0 ? null : (Double) side.meanMillis(), null, 0, 0);
    }
}
