package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The context's share in the process-wide instance. */
@Factory
@RequiresHttpServer
final class TidemarkHandleFactory {

    @Singleton
    @Bean(preDestroy = "close")
    TidemarkHandle tidemarkHandle() {
        return Tidemark.acquire();
    }
}
