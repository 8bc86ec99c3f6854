package dev.tidemark.query.host;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import jakarta.inject.Singleton;
import java.util.List;

/** The machines on the landing page. */
@Singleton
final class HostCard implements CardSource {
    private final HostReports reports;

    HostCard(HostReports reports) {
        this.reports = reports;
    }

    @Override
    public String id() {
        return "card-system";
    }

    @Override
    public String title() {
        return "System";
    }

    @Override
    public int getOrder() {
        return 40;
    }

    @Override
    public Card card(Request request) {
        SystemStatus system = reports.status();
        if (system.hosts().isEmpty()) {
            return Card.of(
                    this,
                    State.NONE,
                    Wording.NONE,
                    "CPU of the busiest host",
                    List.of(new Group("", List.of(Fact.of("hosts", Wording.NONE)))));
        }
        return Card.of(
                        this,
                        system.status() == SystemStatus.Status.STALE ? State.STALE : State.of(HostSymptoms.of(system)),
                        Wording.percent(system.cpuPercent()),
                        "CPU of " + processors(system.cpuCount()),
                        List.of(new Group("", facts(system))))
                .gauge(system.cpuPercent());
    }

    private static List<Fact> facts(SystemStatus system) {
        return List.of(
                Fact.full(
                        "memory",
                        Wording.megabytes(system.memoryUsedMb()) + " / " + Wording.megabytes(system.memoryTotalMb()),
                        system.memoryPercent(),
                        HostSymptoms.FULL_PERCENT),
                Fact.full(
                        "disk",
                        Wording.gigabytes(system.diskUsedGb()) + " / " + Wording.gigabytes(system.diskTotalGb()),
                        system.diskPercent(),
                        HostSymptoms.FULL_PERCENT),
                Fact.of(
                        "host",
                        system.hosts().size() == 1
                                ? system.host()
                                : system.host() + ", 1 of " + system.hosts().size()));
    }

    private static String processors(long count) {
        return count == 1 ? "1 processor" : count + " processors";
    }
}
