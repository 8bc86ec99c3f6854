package dev.tidemark.query.postgres;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.List;

/** The PostgreSQL card of the landing page. */
@Singleton
final class PostgresCard implements CardSource {
    private final PostgresReports reports;
    private final TimeRanges ranges;

    PostgresCard(PostgresReports reports, TimeRanges ranges) {
        this.reports = reports;
        this.ranges = ranges;
    }

    @Override
    public String id() {
        return "card-postgres";
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    @Override
    public String figure() {
        return "postgres.connections_total";
    }

    @Override
    public int getOrder() {
        return 30;
    }

    @Override
    public Card card(Request request) {
        PostgresStatus postgres = reports.status(ranges.of(request.range()));
        Long total = postgres.connectionsTotal();
        Long max = postgres.connectionsMax();
        if (postgres.status() == PostgresStatus.Status.UNKNOWN) {
            return Card.unknown(this, State.UNKNOWN, "connections").unknown(postgres.unknown());
        }
        if (total == null || max == null) {
            return Card.unknown(this, State.DEGRADED, "connections").says("unreachable");
        }
        return Card.of(
                        this,
                        State.of(PostgresSymptoms.of(postgres), postgres.isJudged()),
                        total + " / " + max,
                        "connections",
                        List.of(new Group("", facts(postgres))))
                .unknown(postgres.unknown())
                .gauge(100.0 * total / Math.max(1, max));
    }

    private static List<Fact> facts(PostgresStatus postgres) {
        Long waiting = postgres.lockWaits();
        return List.of(
                Fact.of(
                        "active / idle",
                        Wording.orNone(postgres.connectionsActive(), Wording::count) + " / "
                                + Wording.orNone(postgres.connectionsIdle(), Wording::count)),
                Fact.of(
                        Wording.counted("cache hits", postgres.countedFrom(), postgres.countedTo()),
                        Wording.orNone(postgres.cacheHitRatio(), Wording::percent)),
                Fact.of("size", Wording.orNone(postgres.dbSizeMb(), Wording::megabytes)),
                Fact.of(
                        Wording.counted("slow statements", postgres.countedFrom(), postgres.countedTo()),
                        Wording.orNone(postgres.slowQueriesCount(), Wording::count)),
                Fact.flagged(
                        "waiting for a lock",
                        Wording.orNone(waiting, Wording::count),
                        waiting != null && Threshold.LOCKS.isReached(waiting)));
    }
}
