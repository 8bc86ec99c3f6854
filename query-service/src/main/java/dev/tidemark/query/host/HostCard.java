package dev.tidemark.query.host;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.Card.Fact;
import dev.tidemark.query.card.Card.Group;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.card.Wording;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The card of the hosts on the landing page. */
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
    public String figure() {
        return "system.cpu_percent";
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
        Card card = Card.of(
                        this,
                        system.status() == SystemStatus.Status.STALE
                                ? State.STALE
                                : State.of(HostSymptoms.of(system), system.isJudged()),
                        Wording.orNone(system.cpuPercent(), Wording::percent),
                        system.cpuCount() == null
                                ? "CPU"
                                : "CPU of " + processors(system.cpuCount(), system.cpuLimit()),
                        List.of(new Group("", facts(system))))
                .unknown(system.unknown());
        return system.cpuPercent() == null ? card : card.gauge(system.cpuPercent());
    }

    private static List<Fact> facts(SystemStatus system) {
        List<Fact> facts = new ArrayList<>();
        facts.add(full(
                "memory",
                Wording.orNone(system.memoryUsedMb(), Wording::megabytes) + " / "
                        + Wording.orNone(system.memoryTotalMb(), Wording::megabytes),
                system.memoryPercent()));
        facts.add(full(
                "disk " + Objects.requireNonNullElse(system.diskMount(), ""),
                used(system.diskUsedGb(), system.diskAvailableGb()),
                system.diskPercent()));
        facts.add(Fact.of(
                "host",
                system.hosts().size() == 1
                        ? Wording.orNone(system.host(), name -> name)
                        : system.host() + ", 1 of " + system.hosts().size()));
        return facts;
    }

    /** Excludes the space reserved for root, as the percentage does. */
    private static String used(@Nullable Double used, @Nullable Double available) {
        return used == null || available == null
                ? Wording.NONE
                : Wording.gigabytes(used) + " / " + Wording.gigabytes(used + available);
    }

    private static Fact full(String name, String value, @Nullable Double percent) {
        return percent == null
                ? Fact.of(name, Wording.NONE)
                : Fact.full(
                        name,
                        value.contains(Wording.NONE) ? Wording.percent(percent) : value,
                        percent,
                        HostSymptoms.FULL_PERCENT);
    }

    private static String processors(long count, @Nullable Double limit) {
        if (limit != null && limit < count) {
            return String.format(Locale.ROOT, "%.1f of %d processors", limit, count);
        }
        return count == 1 ? "1 processor" : count + " processors";
    }
}
