package dev.tidemark.ingest.micronaut;

import dev.tidemark.ingest.Lease;
import dev.tidemark.ingest.Tidemark;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The context's share in the process-wide instance. */
@Factory
@RequiresHttpServer
final class LeaseFactory {

    @Singleton
    @Bean(preDestroy = "close")
    Lease lease() {
        return Tidemark.lease();
    }
}
