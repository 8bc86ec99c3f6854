package dev.tidemark.ingest.redis;

import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One command. Between its answer and lettuce's event of its end, lettuce's thread runs the application's continuations, so the
 * request's trace is current there meanwhile.
 */
final class CommandCall {
    // The command whose continuations this thread runs. An error thrown by one may hide their end.
    private static final ThreadLocal<@Nullable CommandCall> CONTINUED = new ThreadLocal<>();

    private final Call call;
    private final Operation operation;
    private final KeyReads reads;
    private final @Nullable TraceContext trace;
    private final boolean queued;
    private final AtomicBoolean over = new AtomicBoolean();
    private @Nullable TraceScope scope;

    /**
     * @param trace the trace of the continuations; null for none
     * @param queued in a transaction, whose answer brings that of this command
     */
    CommandCall(Call call, Operation operation, KeyReads reads, @Nullable TraceContext trace, boolean queued) {
        this.call = call;
        this.operation = operation;
        this.reads = reads;
        this.trace = trace;
        this.queued = queued;
    }

    /** One value of the answer. */
    void value(boolean present) {
        if (reads.areByValue()) {
            if (present) {
                call.hit();
            } else {
                call.miss();
            }
        }
    }

    /** A number as the answer. */
    void number(long value) {
        if (reads.areCounted()) {
            call.hits(value);
            call.misses(Math.max(0, reads.asked() - value));
        }
    }

    void end(boolean failed) {
        over.set(true);
        call.end(operation, failed);
    }

    /** The answer is complete; on this thread, the application goes on. It may take the result out of the output again later. */
    void answered(boolean failed) {
        if (queued || !over.compareAndSet(false, true)) {
            return;
        }
        call.end(operation, failed);
        CommandCall before = CONTINUED.get();
        if (before != null) {
            before.leave();
        }
        if (trace != null && TraceContext.current() != trace) {
            scope = trace.makeCurrent();
            CONTINUED.set(this);
        }
    }

    void leave() {
        if (CONTINUED.get() == this) {
            CONTINUED.remove();
            TraceScope open = scope;
            scope = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
