package dev.tidemark.ingest.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/** Finds the pattern of a request that no handler accepted. */
@FunctionalInterface
interface RouteLookup {
    /** Without spring-webflux, nothing is known. */
    RouteLookup NONE = exchange -> null;

    @Nullable String pattern(ServerWebExchange exchange);
}
