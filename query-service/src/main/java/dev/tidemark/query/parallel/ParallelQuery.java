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

/** Asks several questions at the same time. All answers are waited for until one moment and no longer. */
public final class ParallelQuery {
    private static final Logger LOG = LoggerFactory.getLogger(ParallelQuery.class);

    private final ExecutorService executor;
    private final Duration patience;
    private final long deadline;

    /** Asks on threads of {@code executor}, and waits for {@code patience} at most, from now on. */
    public ParallelQuery(ExecutorService executor, Duration patience) {
        this.executor = executor;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Why there is no answer. */
    public enum Kind {
        /** The database cannot be reached. */
        AWAY,
        /** It can, but the answer did not come in time. */
        LATE,
        /** It has other questions to answer first. */
        BUSY,
        /** A fault of this service, which is in its log. */
        FAULT
    }

    /**
     * That there is no answer.
     *
     * @param text why, in one line
     */
    public record Failure(Kind kind, String text) {}

    /** Begins to ask for {@code what}. */
    public <T> Part<T> ask(String what, Supplier<T> question) {
        return new Part<>(what, executor.submit(question::get));
    }

    /** One answer that is under way. */
    public final class Part<T> {
        private final String what;
        private final Future<T> answer;

        private Part(String what, Future<T> answer) {
            this.what = what;
            this.answer = answer;
        }

        /** The answer, or what {@code fallback} makes of the reason why there is none. */
        public T or(Function<Failure, T> fallback) {
            try {
                return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // Not interrupted: others may wait for the same answer, and a connection would be lost.
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
