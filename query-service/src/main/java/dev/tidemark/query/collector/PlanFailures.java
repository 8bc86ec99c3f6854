package dev.tidemark.query.collector;

import dev.tidemark.query.explain.StatementKind;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.store.DatabaseStatementException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why a statement has no plan, and what to do. */
final class PlanFailures {
    private static final List<String> FIELD = List.of("plans");
    private static final int MOST_OF_A_MESSAGE = 300;

    private PlanFailures() {}

    static boolean isDenied(DatabaseStatementException e) {
        return e.sqlState().equals("42501");
    }

    static Unknown timeout() {
        return unknown("planning it took longer than " + MonitoredQueries.PLANNING_TIMEOUT.toMillis() + " ms", null);
    }

    static Unknown superuser(MonitoredQueries.Facts facts) {
        return unknown(
                facts.role()
                        + " is a superuser: while a statement is planned, functions of other roles may run with its rights",
                "let the collector log in as a role with pg_monitor and pg_read_all_data");
    }

    /** One for all statements that the role may not explain. */
    static Unknown denied(Collection<Unknown> denied, MonitoredQueries.Facts facts) {
        Unknown first = denied.iterator().next();
        return unknown(
                (denied.size() == 1 ? "one statement is" : denied.size() + " statements are")
                        + " not explained, because " + facts.role() + " has no right to the tables",
                first.remedy());
    }

    static Unknown of(DatabaseStatementException e, String text, MonitoredQueries.Facts facts) {
        String message = message(e);
        String state = e.sqlState();
        if (isDenied(e)) {
            return denied(message, StatementKind.of(text), facts);
        }
        if (state.equals("42P01") || state.equals("42883") || state.equals("42703") || state.equals("3F000")) {
            return unknown(
                    "a name is not found on the search path of " + facts.role() + ": " + message,
                    "run ALTER ROLE " + facts.role() + " SET search_path = … with the schemas of the application");
        }
        if (state.startsWith("42") || state.startsWith("22")) {
            return unknown("its text cannot be planned without its values: " + message, null);
        }
        return unknown(
                state.equals("55P03") ? "a table is locked: " + message : "PostgreSQL does not plan it: " + message,
                null);
    }

    private static Unknown denied(String message, StatementKind kind, MonitoredQueries.Facts facts) {
        if (kind == StatementKind.SELECT) {
            return unknown(
                    facts.role() + " may not read its tables: " + message,
                    "run GRANT pg_read_all_data TO " + facts.role());
        }
        String right = kind.name();
        return unknown(
                "PostgreSQL explains " + right + " only to a role that may do it, and " + facts.role() + " may not: "
                        + message,
                "if it may, run GRANT pg_read_all_data TO " + facts.role() + " and GRANT " + right + " ON the table TO "
                        + facts.role() + "; the collector executes nothing");
    }

    /** The first line of what the server says. */
    private static String message(DatabaseStatementException e) {
        String all = String.valueOf(e.getMessage());
        int begin = all.indexOf("refuses a statement: ");
        String message = begin < 0 ? all : all.substring(begin + "refuses a statement: ".length());
        String line = message.lines().findFirst().orElse("").strip();
        return line.length() <= MOST_OF_A_MESSAGE ? line : line.substring(0, MOST_OF_A_MESSAGE) + "…";
    }

    private static Unknown unknown(String reason, @Nullable String remedy) {
        return new Unknown(FIELD, reason, remedy);
    }
}
