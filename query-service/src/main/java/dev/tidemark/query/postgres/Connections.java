package dev.tidemark.query.postgres;

import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.SessionQueries.Group;
import dev.tidemark.wire.statement.StatementText;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The client sessions of the monitored PostgreSQL. Figures of the present are null in a comparison, except for those whose mean over the span
 * is known from samples, and if they cannot be read.
 *
 * @param from the start of the history
 * @param to its end
 * @param stepSeconds the width of a point of the history
 * @param at when the present was read; null in a comparison
 * @param total all client sessions
 * @param max the server's {@code max_connections}
 * @param idle those without a transaction
 * @param longestTransactionSeconds the age of the oldest transaction; in a comparison, the oldest that there was
 * @param byState the sessions of each state
 * @param byWaitEvent what active sessions wait for; {@code CPU} if they do not wait
 * @param byApplication the sessions of each application
 * @param sessions at most 200: those with the oldest transactions first
 * @param history from samples of the collector; {@code sessions_count} is a mean, by state, wait event, application and statement
 * @param unknown the figures that cannot be read
 * @param comparison the earlier span; null without {@code compare}
 */
@Serdeable
record Connections(
        Instant from,
        Instant to,
        long stepSeconds,
        @Nullable Instant at,
        @Nullable Long total,
        @Nullable Long max,
        @Nullable Long active,
        @Nullable Long idle,
        @Nullable Long idleInTransaction,
        @Nullable Double longestTransactionSeconds,
        @Nullable List<Count> byState,
        @Nullable List<WaitCount> byWaitEvent,
        @Nullable List<Count> byApplication,
        @Nullable List<Session> sessions,
        List<PostgresSeries> history,
        List<Unknown> unknown,
        @Nullable Connections comparison) {
    static final int BYTES_OF_SESSION = 1 << 10;

    /** @param name null for sessions that do not say */
    @Serdeable
    record Count(@Nullable String name, long sessions) {}

    @Serdeable
    record WaitCount(String type, String event, long sessions) {}

    /**
     * One session.
     *
     * @param statement the current statement, or the last one, with its literals replaced
     * @param stateSeconds how long it has been in its state
     * @param transactionSeconds the age of its transaction; null if it has none
     */
    @Serdeable
    record Session(
            int pid,
            @Nullable String application,
            @Nullable String role,
            @Nullable String state,
            @Nullable Double stateSeconds,
            @Nullable Double transactionSeconds,
            @Nullable String waitEventType,
            @Nullable String waitEvent,
            @Nullable String queryid,
            @Nullable String statement) {
        static Session of(SessionQueries.Session session) {
            return new Session(
                    session.pid(),
                    session.application(),
                    session.role(),
                    session.state(),
                    Rounding.knownTwo(session.stateSeconds()),
                    Rounding.knownTwo(session.transactionSeconds()),
                    session.waitEventType(),
                    session.waitEvent(),
                    session.queryid(),
                    redacted(session));
        }
    }

    /** The redacted statement of a session; null if it has none, or if this role may not see it. */
    static @Nullable String redacted(SessionQueries.Session session) {
        String query = session.query();
        return session.state() == null || query == null || query.isEmpty() ? null : StatementText.of(query);
    }

    static Connections of(
            Present<ConnectionReports.Read> present,
            PostgresHistory history,
            List<Unknown> unknown,
            @Nullable Connections comparison) {
        ConnectionReports.Read read = present.figures();
        if (read == null) {
            return new Connections(
                    history.from(),
                    history.to(),
                    history.stepSeconds(),
                    present.at(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    history.series(),
                    unknown,
                    comparison);
        }
        ActivityQueries.Clients clients = read.clients();
        boolean seen = clients.areSeen();
        List<Group> groups = read.groups();
        return new Connections(
                history.from(),
                history.to(),
                history.stepSeconds(),
                present.at(),
                clients.total(),
                clients.max(),
                seen ? clients.active() : null,
                seen ? sum(groups, "idle") : null,
                seen
                        ? (Long) (sum(groups, "idle in transaction") + sum(groups, "idle in transaction (aborted)"))
                        : null,
                seen ? Rounding.two(clients.longestTransactionSeconds()) : null,
                seen ? counts(groups, Group::state) : null,
                seen ? waits(groups) : null,
                counts(groups, Group::application),
                seen ? read.oldest().stream().map(Session::of).toList() : null,
                history.series(),
                unknown,
                comparison);
    }

    /** An earlier span, of which only samples tell. */
    static Connections of(PostgresHistory history) {
        return new Connections(
                history.from(),
                history.to(),
                history.stepSeconds(),
                null,
                Tables.whole(history.mean("connections_total")),
                Tables.whole(history.mean("connections_max")),
                Tables.whole(history.mean("connections_active")),
                null,
                null,
                history.max("longest_transaction_seconds"),
                null,
                null,
                null,
                null,
                history.series(),
                history.unknown(),
                null);
    }

    private static long sum(List<Group> groups, String state) {
        return groups.stream()
                .filter(group -> state.equals(group.state()))
                .mapToLong(Group::sessions)
                .sum();
    }

    private static List<Count> counts(List<Group> groups, Function<Group, @Nullable String> name) {
        Map<String, Long> sums = new LinkedHashMap<>();
        groups.forEach(
                group -> sums.merge(Objects.requireNonNullElse(name.apply(group), ""), group.sessions(), Long::sum));
        return sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> new Count(entry.getKey().isEmpty() ? null : entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<WaitCount> waits(List<Group> groups) {
        Map<Map.Entry<String, String>, Long> sums = new LinkedHashMap<>();
        for (Group group : groups) {
            String type = group.waitEventType();
            String event = group.waitEvent();
            if (type != null && event != null) {
                sums.merge(Map.entry(type, event), group.sessions(), Long::sum);
            }
        }
        return sums.entrySet().stream()
                .map(entry ->
                        new WaitCount(entry.getKey().getKey(), entry.getKey().getValue(), entry.getValue()))
                .sorted(Comparator.comparingLong(WaitCount::sessions).reversed())
                .toList();
    }
}
