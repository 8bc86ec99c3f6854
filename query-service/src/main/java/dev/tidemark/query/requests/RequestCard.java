package dev.tidemark.query.requests;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.verdict.RequestFindings;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests on the landing page: the newest seconds, in which a fault shows first, and the span that was asked for. */
@Singleton
final class RequestCard implements CardSource {
    private final RequestReports reports;
    private final RequestFindings findings;

    RequestCard(RequestReports reports, RequestFindings findings) {
        this.reports = reports;
        this.findings = findings;
    }

    @Override
    public String id() {
        return "card-api";
    }

    @Override
    public String title() {
        return "API";
    }

    @Override
    public String figure() {
        return "api.p95_latency_ms";
    }

    @Override
    public int getOrder() {
        return 10;
    }

    @Override
    public Card card(Request request) {
        RequestReport newest = reports.newest(EndpointChoice.ofService(request.service()));
        RequestReport report = reports.of(request.range(), EndpointChoice.ofService(request.service()));
        String seconds = "last " + RequestReports.NEWEST.toSeconds() + " s";
        return Card.of(
                this,
                state(report, newest, request),
                latency(newest.all(), newest.all().p95LatencyMs()),
                request.scoped("p95 of the " + seconds),
                List.of(
                        new Group(seconds, newestFacts(newest.all())),
                        new Group(span(report, request.span()), spanFacts(report.all()))));
    }

    private State state(RequestReport report, RequestReport newest, Request request) {
        if (request.stale()) {
            return State.STALE;
        }
        if (findings.isWrong(request.service())) {
            return State.DEGRADED;
        }
        // The main figure is of the newest requests, whatever span is shown.
        return report.all().requestCount() + newest.all().requestCount() > 0 ? State.OK : State.NONE;
    }

    /** The span in words; where requests came only after a tenth of it, since when. */
    private static String span(RequestReport report, String span) {
        Instant begin = report.all().observedFrom();
        TimeRange range = report.range();
        if (begin == null || range.elapsedSeconds(begin) > 0.9 * range.elapsedSeconds(range.from())) {
            return span;
        }
        return span + ", data since " + Wording.since(begin, range.now());
    }

    private static String latency(RequestStatistics of, @Nullable Double millis) {
        return millis == null || of.requestCount() == 0 ? Wording.NONE : Wording.millis(millis);
    }

    private static List<Fact> newestFacts(RequestStatistics all) {
        boolean some = all.requestCount() > 0;
        return List.of(
                Fact.of("p50", latency(all, all.p50LatencyMs())),
                Fact.of("p99", latency(all, all.p99LatencyMs())),
                Fact.of("rate", Wording.perSecond(all.requestsPerSecond())),
                Fact.flagged(
                        "errors",
                        some ? Wording.percent(all.errorRate()) : Wording.NONE,
                        all.serverErrorRate() >= RequestStatistics.FAILING_PERCENT));
    }

    private static List<Fact> spanFacts(RequestStatistics all) {
        boolean some = all.requestCount() > 0;
        List<Fact> facts = new ArrayList<>(figures(all, some));
        if (all.streamCount() > 0) {
            facts.add(Fact.of("streams", Wording.count(all.streamCount())));
        }
        if (all.skippedWindows() > 0) {
            facts.add(Fact.flagged("windows skipped", Wording.count(all.skippedWindows()), true));
        }
        return facts;
    }

    private static List<Fact> figures(RequestStatistics all, boolean some) {
        return List.of(
                Fact.of("p50", latency(all, all.p50LatencyMs())),
                Fact.of("p95", latency(all, all.p95LatencyMs())),
                Fact.of("p99", latency(all, all.p99LatencyMs())),
                Fact.of("requests", Wording.count(all.requestCount())),
                Fact.of("rate", some ? Wording.perSecond(all.requestsPerSecond()) : Wording.NONE),
                Fact.of("errors", some ? Wording.percent(all.errorRate()) : Wording.NONE),
                Fact.of("5xx", some ? Wording.percent(all.serverErrorRate()) : Wording.NONE));
    }
}
