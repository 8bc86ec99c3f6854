package dev.tidemark.query.store;

import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.settings.Secrets;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps SQL states to exceptions. */
final class SqlFailures {
    private static final Pattern FULL_STOP = Pattern.compile("\\.$");
    private static final Pattern SENTENCE_END = Pattern.compile("\\.\\s|\\R");

    private SqlFailures() {}

    /** Returns whether the failure happened before any statement, because there was no connection. */
    static boolean isOfConnecting(Throwable failure) {
        return find(failure, CannotGetJdbcConnectionException.class) != null;
    }

    /** Returns the exception of the driver or the pool that caused {@code failure}; null if there is none. */
    static @Nullable SQLException sqlException(Throwable failure) {
        return find(failure, SQLException.class);
    }

    /** Returns the exception for a failed statement. */
    static RuntimeException translated(RuntimeException failure, DatabaseSettings settings) {
        SQLException cause = sqlException(failure);
        if (cause == null) {
            return failure;
        }
        String state = cause.getSQLState() == null ? "08000" : cause.getSQLState();
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
            return new DatabaseUnavailableException(away(cause, settings), settings.remedy());
        }
        return switch (state) {
            case "57014" -> tookTooLong(settings);
            case "42P01", "3F000" ->
                new DatabaseUnavailableException(
                        settings.place()
                                + " does not have Tidemark's tables yet: the stream processor creates them when it starts",
                        "start the stream processor, or look at its log if it runs");
            case "22021" -> new InvalidParameterException("a value with a NUL character: expected text without one");
            default -> new IllegalStateException(settings.name() + ", SQL state " + state, failure);
        };
    }

    static DatabaseTimeoutException tookTooLong(DatabaseSettings settings) {
        return new DatabaseTimeoutException(settings.name() + " took longer than "
                + settings.queryTimeout().toMillis() + " ms: ask for a shorter time span");
    }

    /** The message that the server cannot be reached, with the innermost cause: the pool itself only reports that it waited. */
    static String away(@Nullable SQLException failure, DatabaseSettings settings) {
        return settings.place() + " does not answer: " + (failure == null ? "no connection" : reason(failure));
    }

    private static String reason(SQLException failure) {
        Throwable cause = failure;
        while (cause.getCause() instanceof SQLException inner) {
            cause = inner;
        }
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : Secrets.redact(
                        FULL_STOP.matcher(SENTENCE_END.split(message, 2)[0]).replaceFirst(""));
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
