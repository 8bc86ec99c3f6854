package dev.tidemark.ingest.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.reactive.result.condition.PatternsRequestCondition;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the route of a request to a controller's path that none of its methods accepts: 405, 406, 415, and OPTIONS.
 * WebFlux names only those that it hands to a method.
 */
final class FluxRoutes implements RouteLookup {
    private final ObjectProvider<RequestMappingInfoHandlerMapping> mappings;

    FluxRoutes(ObjectProvider<RequestMappingInfoHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public @Nullable String pattern(ServerWebExchange exchange) {
        PatternsRequestCondition best = null;
        for (RequestMappingInfoHandlerMapping mapping : mappings) {
            for (RequestMappingInfo info : mapping.getHandlerMethods().keySet()) {
                PatternsRequestCondition match = info.getPatternsCondition().getMatchingCondition(exchange);
                if (match != null && (best == null || match.compareTo(best, exchange) < 0)) {
                    best = match;
                }
            }
        }
        return best == null || best.getPatterns().isEmpty()
                ? null
                : best.getPatterns().iterator().next().getPatternString();
    }
}
