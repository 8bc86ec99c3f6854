package dev.tidemark.query.gather;

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

/** Asks several things at the same time, and waits for all of them until one moment and no longer. */
public final class Gathering {
    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    private final ExecutorService executor;
    private final Duration patience;
    private final long deadline;

    /** Asks on threads of {@code executor}, and waits for {@code patience} at most, from now on. */
    public Gathering(ExecutorService executor, Duration patience) {
        this.executor = executor;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

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
        public T or(Function<String, T> fallback) {
            try {
                return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // Not interrupted: others may wait for the same answer, and a connection would be lost.
                return fallback.apply(what + " took longer than " + patience.toSeconds() + " s to read");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof DatabaseUnavailableException away) {
                    return fallback.apply(String.valueOf(away.getMessage()));
                }
                LOG.error("{} cannot be read", what, e.getCause());
                return fallback.apply(what + " cannot be read; the log of the query service says why");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return fallback.apply("interrupted");
            }
        }
    }
}
