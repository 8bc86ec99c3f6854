package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.Adapter;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;

/** The application context's handle to the process-wide instance. */
@Factory
@RequiresHttpServer
final class TidemarkHandleFactory {

    /** @param configured the instance starts with the application's settings */
    @Context
    @Bean(preDestroy = "close")
    TidemarkHandle tidemarkHandle(TidemarkConfiguration configured) {
        return Tidemark.acquire(Adapter.MICRONAUT);
    }
}
