package dev.tidemark.ingest.micronaut;

import io.micronaut.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Where a server counts the bytes of bodies. */
interface BodySizes {
    /** The count of a request that has just arrived; null if its connection is not counted. */
    @Nullable ExchangeBytes of(HttpRequest<?> http);
}
