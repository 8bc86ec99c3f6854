package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.trace.Traced;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import reactor.core.scheduler.Schedulers;

/**
 * Carries the trace to the tasks of Reactor's schedulers. Micronaut does so itself if the application has its module for
 * Reactor.
 */
@Context
@RequiresHttpServer
@Requires(classes = Schedulers.class)
final class ReactorTasks {
    // Spring's adapter uses the same name: Reactor has one set of hooks for the process.
    private static final String HOOK = "dev.tidemark";

    ReactorTasks() {
        Schedulers.onScheduleHook(HOOK, Traced::runnable);
    }
}
