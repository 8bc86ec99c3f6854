package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.RecordedTimes.RecordedTime;
import dev.tidemark.query.diagnosis.SideQueries.Span;
import dev.tidemark.query.diagnosis.attribute.Attribution;
import dev.tidemark.query.diagnosis.attribute.Endpoint;
import dev.tidemark.query.diagnosis.attribute.Side;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import dev.tidemark.query.diagnosis.cause.Evidence;
import dev.tidemark.query.diagnosis.cause.Evidence.Called;
import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import dev.tidemark.query.diagnosis.cause.Evidence.Siblings;
import dev.tidemark.query.diagnosis.cause.Explainer;
import dev.tidemark.query.diagnosis.cause.Explanation;
import dev.tidemark.query.diagnosis.cause.Figures;
import dev.tidemark.query.diagnosis.cause.Gauge;
import dev.tidemark.query.diagnosis.cause.Shift;
import dev.tidemark.query.diagnosis.chain.CallChain;
import dev.tidemark.query.diagnosis.detect.Deviation;
import dev.tidemark.query.diagnosis.detect.Window;
import dev.tidemark.query.store.Deadline;
import dev.tidemark.wire.event.Tier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what explains something unusual: its parts and calls, those of the endpoints that it calls, and samples. */
@Singleton
final class Investigator {
    /** Samples of so long before the onset are compared with those after it. */
    private static final Duration BEFORE = Duration.ofMinutes(10);

    private static final Duration RECENT = Duration.ofMinutes(1);
    /** What is wrong for longer is usual. */
    private static final Duration LONGEST_TROUBLE = Duration.ofDays(1);

    private final SideQueries sides;
    private final GaugeQueries gauges;
    private final StatementReader statements;
    private final Explainer explainer;
    private final RecordedTimes recordedTimes;

    Investigator(
            SideQueries sides,
            GaugeQueries gauges,
            StatementReader statements,
            Explainer explainer,
            RecordedTimes recordedTimes) {
        this.sides = sides;
        this.gauges = gauges;
        this.statements = statements;
        this.explainer = explainer;
        this.recordedTimes = recordedTimes;
    }

    /** What was found out. */
    record Result(Judged judged, Shift shift, Explanation explanation) {
        /** The same, with the cause why the endpoint is slow at that time if it is only known what fails. */
        Result with(List<Result> others) {
            return shift.kind() != Deviation.Kind.FAILING || !explanation.isOnlySymptoms()
                    ? this
                    : others.stream()
                            .filter(this::isSlownessOfIt)
                            .findFirst()
                            .map(other -> new Result(judged, shift, explanation.after(other.explanation)))
                            .orElse(this);
        }

        private boolean isSlownessOfIt(Result other) {
            return other.shift.isSlow()
                    && other.explanation.isEnough()
                    && shift.endpoint() != null
                    && shift.endpoint().equals(other.shift.endpoint())
                    && shift.onset().isBefore(other.shift.end())
                    && other.shift.onset().isBefore(shift.end());
        }
    }

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
        private final Map<Span, List<RecordedTime>> recorded = new HashMap<>();

        Case(Judge.Findings findings, Instant now, Deadline deadline) {
            this.findings = findings;
            this.now = now;
            this.deadline = deadline;
        }

        Result investigate(Judged judged) {
            Spans spans = spans(judged);
            Shift shift = shift(judged, spans);
            Evidence evidence = evidence(shift, spans);
            return new Result(judged, shift, explainer.explain(shift, evidence));
        }

        /** The line of what needs no cause. */
        String note(Judged judged) {
            return Sentence.what(shift(judged, spans(judged)), judged.deviation());
        }

        /** Earlier trouble of the endpoint or of its service is no part of what is usual. */
        private Spans spans(Judged judged) {
            Span before = Spans.before(judged.deviation());
            Set<String> names = judged.endpoint() == null
                    ? Set.of(judged.service())
                    : Set.of(judged.service(), judged.endpoint().text());
            List<RecordedTime> trouble = recorded
                    .computeIfAbsent(
                            before,
                            span -> recordedTimes.unusual(span.from().minus(LONGEST_TROUBLE), span.to(), span.from()))
                    .stream()
                    .filter(time -> names.contains(time.name()))
                    .toList();
            return Spans.of(Spans.without(before, trouble), judged.deviation(), judged.end(), now);
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

        private Evidence evidence(Shift shift, Spans spans) {
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
                    new CallChain(explainer, new Chain(spans)).called(shift),
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

        /** Reads the chain of calls of one shift. */
        private final class Chain implements CallChain.Source {
            private final Spans spans;
            private final Callees callees;

            Chain(Spans spans) {
                this.spans = spans;
                this.callees = new Callees(sides, spans.after());
            }

            @Override
            public Optional<Endpoint> called(Endpoint caller, Operation operation, Set<Integer> seen) {
                deadline.check();
                return callees.called(caller, operation, seen);
            }

            @Override
            public Shift shift(Endpoint endpoint, Shift ofCaller) {
                Side before = sides.side(spans.before(), endpoint);
                Side after = sides.side(spans.after(), endpoint);
                return new Shift(
                        ofCaller.kind(),
                        endpoint.service(),
                        endpoint,
                        ofCaller.onset(),
                        ofCaller.end(),
                        Figures.of(before, spans.before().secondsOf(before)),
                        Figures.of(after, spans.after().secondsOf(after)),
                        attribution(before, after));
            }

            @Override
            public Evidence evidence(Shift shift, List<Called> called) {
                List<Endpoint> own = shift.endpoint() == null ? List.of() : List.of(shift.endpoint());
                return new Evidence(
                        samples(shift),
                        sides.errors(spans.before(), own),
                        sides.errors(spans.after(), own),
                        instances(shift.service()),
                        called,
                        new Siblings(0, 0),
                        statements.read(shift, newest(shift)));
            }
        }
    }
}
