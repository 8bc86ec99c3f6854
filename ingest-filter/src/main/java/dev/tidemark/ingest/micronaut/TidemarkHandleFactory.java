package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The application context's handle to the process-wide instance. */
@Factory
@RequiresHttpServer
final class TidemarkHandleFactory {

    @Singleton
    @Bean(preDestroy = "close")
    TidemarkHandle tidemarkHandle() {
        return Tidemark.acquire();
    }
}
