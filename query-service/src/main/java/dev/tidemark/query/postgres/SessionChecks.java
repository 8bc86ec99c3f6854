package dev.tidemark.query.postgres;

import dev.tidemark.query.card.Wording;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.postgres.Checklist.Check;
import dev.tidemark.query.postgres.Checklist.Finding;
import dev.tidemark.query.postgres.LockTree.Blocked;
import dev.tidemark.query.postgres.SessionQueries.Group;
import dev.tidemark.query.postgres.SessionQueries.Session;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Judges connections, transactions and locks. */
final class SessionChecks {
    private static final String IDLE_CONNECTIONS =
            "SELECT pid, usename, application_name, state_change FROM pg_stat_activity WHERE state = 'idle' ORDER BY state_change";

    private SessionChecks() {}

    static List<Check> of(Present<ConnectionReports.Read> connections, Present<LockReports.Read> locks) {
        return List.of(
                connections(connections),
                oldest(Threshold.LONG_TRANSACTIONS, connections, session -> true, Session::transactionSeconds),
                oldest(
                        Threshold.IDLE_IN_TRANSACTION,
                        connections,
                        session ->
                                Objects.requireNonNullElse(session.state(), "").startsWith("idle in"),
                        Session::stateSeconds),
                locks(locks));
    }

    private static Check connections(Present<ConnectionReports.Read> present) {
        ConnectionReports.Read read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.CONNECTIONS, present.reason());
        }
        long total = read.clients().total();
        long max = read.clients().max();
        double percent = Rounding.percent(total, max);
        List<Finding> findings = Threshold.CONNECTIONS.isReached(percent)
                ? read.groups().stream()
                        .limit(Finding.MOST)
                        .map(SessionChecks::finding)
                        .toList()
                : List.of();
        return Check.of(Threshold.CONNECTIONS, percent, total + " of " + max + " are in use", findings);
    }

    private static Finding finding(Group group) {
        return new Finding(
                Objects.requireNonNullElse(group.application(), "sessions without application_name"),
                null,
                group.sessions() + " × " + Objects.requireNonNullElse(group.state(), "unknown state"),
                IDLE_CONNECTIONS);
    }

    private static Check oldest(
            Threshold threshold,
            Present<ConnectionReports.Read> present,
            Predicate<Session> which,
            Function<Session, @Nullable Double> age) {
        ConnectionReports.Read read = present.figures();
        if (read == null) {
            return Check.unknown(threshold, present.reason());
        }
        List<Unknown> hidden = PostgresStatus.hidden(read.clients(), List.of(threshold.id()));
        if (!hidden.isEmpty()) {
            return Check.unknown(threshold, hidden.getFirst());
        }
        Comparator<Session> byAge = Comparator.comparingDouble(session -> seconds(age.apply(session)));
        List<Session> sessions = read.oldest().stream()
                .filter(which)
                .filter(session -> age.apply(session) != null)
                .sorted(byAge.reversed())
                .toList();
        if (sessions.isEmpty()) {
            return Check.of(threshold, 0, "none", List.of());
        }
        Session first = sessions.getFirst();
        double longest = seconds(age.apply(first));
        return Check.of(
                threshold,
                longest,
                words(longest) + ", pid " + first.pid(),
                sessions.stream()
                        .filter(session -> threshold.isReached(seconds(age.apply(session))))
                        .limit(Finding.MOST)
                        .map(session -> finding(session, seconds(age.apply(session))))
                        .toList());
    }

    private static double seconds(@Nullable Double value) {
        return value == null ? 0 : Math.max(0, value);
    }

    private static String words(double seconds) {
        return Wording.age(Math.round(seconds * 1000));
    }

    private static Finding finding(Session session, double seconds) {
        return new Finding(
                subject(session.pid(), session.application()),
                Rounding.two(seconds),
                text(session.state(), Connections.redacted(session)),
                "SELECT pg_terminate_backend(" + session.pid() + ")");
    }

    private static Check locks(Present<LockReports.Read> present) {
        LockReports.Read read = present.figures();
        if (read == null) {
            return Check.unknown(Threshold.LOCKS, present.reason());
        }
        return Check.of(
                Threshold.LOCKS,
                read.waiting(),
                read.waiting() == 1 ? "1 session waits" : read.waiting() + " sessions wait",
                read.tree().roots().stream()
                        .limit(Finding.MOST)
                        .map(SessionChecks::finding)
                        .toList());
    }

    private static Finding finding(Blocked root) {
        return new Finding(
                subject(root.pid(), root.application()),
                (double) root.blocked(),
                text(root.state(), root.statement()),
                root.remedy());
    }

    private static String subject(int pid, @Nullable String application) {
        return "pid " + pid + (application == null ? "" : ", " + application);
    }

    private static @Nullable String text(@Nullable String state, @Nullable String statement) {
        return statement == null ? state : state + ": " + statement;
    }
}
