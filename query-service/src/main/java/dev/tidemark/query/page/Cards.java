package dev.tidemark.query.page;

import dev.tidemark.query.host.SystemStatus;
import dev.tidemark.query.page.Card.Fact;
import dev.tidemark.query.page.Card.Group;
import dev.tidemark.query.postgres.PostgresStatus;
import dev.tidemark.query.redis.RedisStatus;
import dev.tidemark.query.summary.ApiSummary;
import dev.tidemark.query.summary.Summary;
import dev.tidemark.query.verdict.Verdict.Condition;
import java.util.List;

/** Makes the cards of a summary. What cannot be known, or is old, is never {@code ok}. */
final class Cards {
    private final Summary summary;
    private final String period;

    private Cards(Summary summary, String period) {
        this.summary = summary;
        this.period = period;
    }

    static List<Card> of(Summary summary, String period) {
        Cards cards = new Cards(summary, period);
        return List.of(cards.api(), cards.redis(), cards.postgres(), cards.system());
    }

    private Card api() {
        ApiSummary api = summary.api();
        ApiSummary.Recent recent = api.recent();
        boolean some = api.requestCount() > 0;
        boolean now = recent.requestCount() > 0;
        String state = switch (api.status()) {
            case "unknown" -> "down";
            case "stale" -> "stale";
            default -> some ? state("api") : "none";
        };
        return new Card(
                "card-api",
                "API",
                state,
                state.equals("down") ? "unknown" : word(state),
                now ? Wording.millis(recent.p95LatencyMs()) : Wording.NONE,
                "p95 of the last " + recent.windowSeconds() + " s",
                null,
                List.of(
                        new Group(
                                "last " + recent.windowSeconds() + " s",
                                List.of(
                                        Fact.of("p50", now ? Wording.millis(recent.p50LatencyMs()) : Wording.NONE),
                                        Fact.of("p99", now ? Wording.millis(recent.p99LatencyMs()) : Wording.NONE),
                                        Fact.of("rate", Wording.perSecond(recent.requestsPerSecond())),
                                        Fact.flagged(
                                                "errors",
                                                now ? Wording.percent(recent.errorRate()) : Wording.NONE,
                                                recent.serverErrorRate() >= 1))),
                        new Group(
                                "last " + period,
                                List.of(
                                        Fact.of("p50", some ? Wording.millis(api.p50LatencyMs()) : Wording.NONE),
                                        Fact.of("p95", some ? Wording.millis(api.p95LatencyMs()) : Wording.NONE),
                                        Fact.of("p99", some ? Wording.millis(api.p99LatencyMs()) : Wording.NONE),
                                        Fact.of("requests", Wording.count(api.requestCount())),
                                        Fact.of("errors", some ? Wording.percent(api.errorRate()) : Wording.NONE),
                                        Fact.of(
                                                "5xx",
                                                some ? Wording.percent(api.serverErrorRate()) : Wording.NONE)))));
    }

    private Card redis() {
        RedisStatus redis = summary.redis();
        if (!redis.connected()) {
            return away("card-redis", "Redis", "hit rate");
        }
        String state = state("redis");
        return new Card(
                "card-redis",
                "Redis",
                state,
                word(state),
                redis.lookups() > 0 ? Wording.percent(redis.hitRate()) : Wording.NONE,
                "hit rate since it started",
                null,
                List.of(new Group(
                        "",
                        List.of(
                                Fact.full(
                                        "memory",
                                        Wording.megabytes(redis.memoryUsedMb()) + " / "
                                                + (redis.memoryMaxMb() > 0
                                                        ? Wording.megabytes(redis.memoryMaxMb())
                                                        : "no limit"),
                                        redis.memoryPercent()),
                                Fact.of("keys", Wording.count(redis.keysTotal())),
                                Fact.of("evicted", Wording.count(redis.evictedKeys())),
                                Fact.of("clients", Wording.count(redis.connectedClients())),
                                Fact.of("commands", Wording.perSecond(redis.opsPerSecond()))))));
    }

    private Card postgres() {
        PostgresStatus postgres = summary.postgres();
        if (!postgres.status().equals("up")) {
            return away("card-postgres", "PostgreSQL", "connections");
        }
        String state = state("postgres");
        double used = 100.0 * postgres.connectionsTotal() / Math.max(1, postgres.connectionsMax());
        return new Card(
                "card-postgres",
                "PostgreSQL",
                state,
                word(state),
                postgres.connectionsTotal() + " / " + postgres.connectionsMax(),
                "connections",
                used,
                List.of(new Group(
                        "",
                        List.of(
                                Fact.of(
                                        "active / idle",
                                        postgres.connectionsActive() + " / " + postgres.connectionsIdle()),
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
                                        postgres.lockWaits() > 0)))));
    }

    private Card system() {
        SystemStatus system = summary.system();
        String state = switch (system.status()) {
            case "up" -> state("system");
            case "stale" -> "stale";
            case "unknown" -> "down";
            default -> "none";
        };
        boolean some = system.cpuCount() > 0
                || system.status().equals("up")
                || system.status().equals("stale");
        return new Card(
                "card-system",
                "System",
                state,
                state.equals("down") ? "unknown" : word(state),
                some ? Wording.percent(system.cpuPercent()) : Wording.NONE,
                "CPU of " + (some ? processors(system.cpuCount()) : "the busiest host"),
                some ? system.cpuPercent() : null,
                List.of(new Group("", some ? machine(system) : List.of(Fact.of("hosts", Wording.NONE)))));
    }

    private static List<Fact> machine(SystemStatus system) {
        return List.of(
                Fact.full(
                        "memory",
                        Wording.megabytes(system.memoryUsedMb()) + " / " + Wording.megabytes(system.memoryTotalMb()),
                        system.memoryPercent()),
                Fact.full(
                        "disk",
                        Wording.gigabytes(system.diskUsedGb()) + " / " + Wording.gigabytes(system.diskTotalGb()),
                        system.diskPercent()),
                Fact.of(
                        "host",
                        system.hosts().size() == 1
                                ? system.host()
                                : system.host() + ", 1 of " + system.hosts().size()));
    }

    private static String processors(long count) {
        return count == 1 ? "1 processor" : count + " processors";
    }

    private static Card away(String id, String title, String label) {
        return new Card(id, title, "degraded", "away", Wording.NONE, label, null, List.of());
    }

    /** The worst that is said of {@code subject}: what is merely worth a look is not green either. */
    private String state(String subject) {
        List<String> severities = summary.verdict().conditions().stream()
                .filter(condition -> condition.subject().equals(subject))
                .map(Condition::severity)
                .toList();
        if (severities.contains("degraded")) {
            return "degraded";
        }
        return severities.contains("note") ? "watch" : "ok";
    }

    private static String word(String state) {
        return state.equals("none") ? "no data" : state;
    }
}
