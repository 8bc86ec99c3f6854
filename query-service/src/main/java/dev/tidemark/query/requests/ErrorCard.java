package dev.tidemark.query.requests;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.verdict.RequestFindings;
import jakarta.inject.Singleton;
import java.util.List;

/** The failed requests on the landing page: those of the newest seconds, and those of the span that was asked for. */
@Singleton
final class ErrorCard implements CardSource {
    private final RequestReports reports;
    private final RequestFindings findings;

    ErrorCard(RequestReports reports, RequestFindings findings) {
        this.reports = reports;
        this.findings = findings;
    }

    @Override
    public String id() {
        return "card-errors";
    }

    @Override
    public String title() {
        return "Errors";
    }

    @Override
    public String figure() {
        return "api.error_rate";
    }

    @Override
    public int getOrder() {
        return 15;
    }

    @Override
    public Card card(Request request) {
        RequestStatistics newest =
                reports.newest(EndpointChoice.ofService(request.service())).all();
        RequestStatistics all = reports.of(request.range(), EndpointChoice.ofService(request.service()))
                .all();
        String seconds = "last " + RequestReports.NEWEST.toSeconds() + " s";
        boolean some = newest.requestCount() > 0;
        return Card.of(
                this,
                state(all, newest, request),
                some ? Wording.percent(newest.errorRate()) : Wording.NONE,
                request.scoped("of the requests of the " + seconds),
                List.of(new Group(seconds, facts(newest)), new Group(request.span(), facts(all))));
    }

    private State state(RequestStatistics all, RequestStatistics newest, Request request) {
        if (request.stale()) {
            return State.STALE;
        }
        if (findings.isFailing(request.service())) {
            return State.DEGRADED;
        }
        return all.requestCount() + newest.requestCount() == 0 ? State.NONE : State.OK;
    }

    private static List<Fact> facts(RequestStatistics all) {
        boolean some = all.requestCount() > 0;
        return List.of(
                Fact.of("errors", some ? Wording.count(all.errorCount()) : Wording.NONE),
                Fact.of("5xx", some ? Wording.count(all.serverErrorCount()) : Wording.NONE),
                Fact.flagged(
                        "share of 5xx", some ? Wording.percent(all.serverErrorRate()) : Wording.NONE, all.fails()));
    }
}
