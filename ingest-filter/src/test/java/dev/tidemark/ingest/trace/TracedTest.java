package dev.tidemark.ingest.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@Tag("java17")
class TracedTest {
    private final TraceContext trace = TraceContext.continueOrStart(null, null);
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void close() {
        pool.shutdown();
        MDC.clear();
    }

    @Test
    void tasks_onAnotherThread_haveTheTraceAndLeaveNothing() throws Exception {
        Callable<@Nullable TraceContext> callable;
        CompletableFuture<@Nullable TraceContext> supplied;
        CompletableFuture<@Nullable TraceContext> executed = new CompletableFuture<>();
        try (TraceScope ignored = trace.makeCurrent()) {
            callable = Traced.callable(TraceContext::current);
            supplied = CompletableFuture.supplyAsync(Traced.supplier(TraceContext::current), pool);
            Traced.executor(pool).execute(() -> executed.complete(TraceContext.current()));
        }

        assertThat(pool.submit(callable).get()).isSameAs(trace);
        assertThat(supplied.get()).isSameAs(trace);
        assertThat(executed.get()).isSameAs(trace);
        assertThat(pool.submit(() -> MDC.get("trace_id") + TraceContext.current())
                        .get())
                .isEqualTo("nullnull");
    }

    @Test
    void task_thatFails_leavesNothing() {
        Runnable failing = Traced.runnable(trace, () -> {
            assertThat(TraceContext.current()).isSameAs(trace);
            throw new IllegalStateException("broken");
        });

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(failing::run);
        assertThat(TraceContext.current()).isNull();
        assertThat(MDC.get("trace_id")).isNull();
    }

    @Test
    void task_withoutATrace_isTheSameObject() {
        Runnable task = () -> {};

        assertThat(Traced.runnable(task)).isSameAs(task);
    }
}
