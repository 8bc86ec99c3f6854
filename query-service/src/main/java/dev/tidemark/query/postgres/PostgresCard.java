package dev.tidemark.query.postgres;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import jakarta.inject.Singleton;
import java.util.List;

/** PostgreSQL on the landing page. */
@Singleton
final class PostgresCard implements CardSource {
    private final PostgresReports reports;

    PostgresCard(PostgresReports reports) {
        this.reports = reports;
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
    public int getOrder() {
        return 30;
    }

    @Override
    public Card card(Request request) {
        PostgresStatus postgres = reports.status();
        if (!postgres.isUp()) {
            return Card.unknown(this, State.DEGRADED, "connections").says("away");
        }
        return Card.of(
                        this,
                        State.of(PostgresSymptoms.of(postgres)),
                        postgres.connectionsTotal() + " / " + postgres.connectionsMax(),
                        "connections",
                        List.of(new Group("", facts(postgres))))
                .gauge(100.0 * postgres.connectionsTotal() / Math.max(1, postgres.connectionsMax()));
    }

    private static List<Fact> facts(PostgresStatus postgres) {
        return List.of(
                Fact.of("active / idle", postgres.connectionsActive() + " / " + postgres.connectionsIdle()),
                Fact.of("cache hits", Wording.percent(postgres.cacheHitRatio())),
                Fact.of("size", Wording.megabytes(postgres.dbSizeMb())),
                Fact.of(
                        "slow statements",
                        postgres.slowQueriesKnown()
                                ? Wording.count(postgres.slowQueriesCount())
                                : "no pg_stat_statements"),
                Fact.flagged(
                        "wait for a lock",
                        Wording.count(postgres.lockWaits()),
                        postgres.lockWaits() >= PostgresSymptoms.LOCK_WAITS));
    }
}
