package dev.tidemark.query.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/** Tells {@link RequestMetrics} when a request begins, before any other filter sees it, and how it was answered. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestTimes {
    @PreMatching
    @RequestFilter
    void begin(HttpRequest<?> request) {
        RequestMetrics.begin(request);
    }

    /** For responses of filters that run before routing. */
    @PreMatching
    @ResponseFilter
    void respondBeforeRouting(HttpRequest<?> request, MutableHttpResponse<?> response) {
        RequestMetrics.respond(request, response);
    }

    @ResponseFilter
    void respond(HttpRequest<?> request, MutableHttpResponse<?> response) {
        RequestMetrics.respond(request, response);
    }
}
