package dev.tidemark.query.pipeline;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import jakarta.inject.Singleton;
import java.util.List;

/** The pipeline card of the landing page. */
@Singleton
final class PipelineCard implements CardSource {
    private final PipelineReports reports;

    PipelineCard(PipelineReports reports) {
        this.reports = reports;
    }

    @Override
    public String id() {
        return "card-pipeline";
    }

    @Override
    public String title() {
        return "Pipeline";
    }

    @Override
    public String figure() {
        return "api.requests_per_second";
    }

    @Override
    public int getOrder() {
        return 50;
    }

    @Override
    public Card card(Request request) {
        PipelineStatus status = reports.status();
        Long lag = status.lag();
        return Card.of(
                this,
                state(status, request.stale()),
                lag == null ? Wording.NONE : Wording.count(lag),
                "records waiting to be stored",
                List.of(new Group(
                        "",
                        List.of(
                                Fact.of(
                                        "partitions",
                                        Wording.count(status.partitions().size())),
                                Fact.flagged("lost records", lost(status), status.recentLosses() > 0)))));
    }

    private static State state(PipelineStatus status, boolean stale) {
        if (status.partitions().isEmpty()) {
            return State.NONE;
        }
        return stale ? State.STALE : State.of(PipelineSymptoms.of(status));
    }

    private static String lost(PipelineStatus status) {
        String counted = Wording.count(status.lostRecords());
        return status.uncountedLosses() == 0 ? counted : "at least " + counted;
    }
}
