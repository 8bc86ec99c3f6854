package dev.tidemark.query.parallel;

import dev.tidemark.query.store.DatabaseBusyException;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseUnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs several queries at the same time, with one deadline for all of them. */
public final class ParallelQuery {
    private static final Logger LOG = LoggerFactory.getLogger(ParallelQuery.class);

    private final ExecutorService executor;
    private final Duration patience;
    private final long deadline;

    /** Runs queries on {@code executor}; the deadline is {@code patience} from now. */
    public ParallelQuery(ExecutorService executor, Duration patience) {
        this.executor = executor;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Why there is no answer. */
    public enum Kind {
        /** The database cannot be reached. */
        AWAY,
        /** The answer did not come in time. */
        LATE,
        /** All connections for such queries are in use. */
        BUSY,
        /** An error in this service, which was logged. */
        FAULT
    }

    /**
     * The reason for a missing answer.
     *
     * @param text the reason in one line
     */
    public record Failure(Kind kind, String text) {}

    /** Starts a query; {@code what} names it in messages. */
    public <T> Part<T> ask(String what, Supplier<T> question) {
        return new Part<>(what, executor.submit(question::get));
    }

    /** A running query. */
    public final class Part<T> {
        private final String what;
        private final Future<T> answer;

        private Part(String what, Future<T> answer) {
            this.what = what;
            this.answer = answer;
        }

        /** Waits for the answer; if there is none, returns the result of {@code fallback}. */
        public T or(Function<Failure, T> fallback) {
            try {
                return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // The query is not interrupted: others may wait for the same answer, and the connection would be lost.
                return fallback.apply(
                        new Failure(Kind.LATE, what + " took longer than " + patience.toSeconds() + " s to read"));
            } catch (ExecutionException e) {
                return fallback.apply(failure(e.getCause() == null ? e : e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return fallback.apply(new Failure(Kind.LATE, "interrupted"));
            }
        }

        private Failure failure(Throwable cause) {
            if (cause instanceof DatabaseUnavailableException) {
                return new Failure(Kind.AWAY, String.valueOf(cause.getMessage()));
            }
            if (cause instanceof DatabaseBusyException) {
                return new Failure(Kind.BUSY, String.valueOf(cause.getMessage()));
            }
            if (cause instanceof DatabaseException) {
                return new Failure(Kind.LATE, String.valueOf(cause.getMessage()));
            }
            LOG.error("{} cannot be read", what, cause);
            return new Failure(Kind.FAULT, what + " cannot be read; the log of the query service says why");
        }
    }
}
