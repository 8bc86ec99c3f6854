package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Determines the route template: set by the application, else by its framework, else the servlet's path pattern. */
final class Routes {
    static final String SPRING = "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";
    private static final String SPRING_RESOURCES = "/**";
    private static final int NOT_FOUND = 404;

    private Routes() {}

    /**
     * The template; null if none matched.
     *
     * @param exchange knows the pattern that matched first
     * @param mapping the servlet that first received the request, before any forward
     */
    static @Nullable String of(
            HttpServletRequest http, Exchange exchange, @Nullable HttpServletMapping mapping, int status) {
        Object named = http.getAttribute(ServerRequest.ROUTE_ATTRIBUTE);
        if (named != null) {
            return named.toString();
        }
        String context = http.getContextPath() == null ? "" : http.getContextPath();
        Object first = exchange.pattern();
        Object spring = first == null ? http.getAttribute(SPRING) : first;
        if (spring != null) {
            boolean catchAll = spring.toString().equals(SPRING_RESOURCES);
            return catchAll && status == NOT_FOUND ? null : context + spring;
        }
        return pattern(mapping, context, status);
    }

    private static @Nullable String pattern(@Nullable HttpServletMapping mapping, String context, int status) {
        if (mapping == null || mapping.getMappingMatch() == null) {
            return null;
        }
        return switch (mapping.getMappingMatch()) {
            case CONTEXT_ROOT -> context + "/";
            // The default servlet receives all requests that no other servlet matches, so its 404 means that no route
            // matched.
            case DEFAULT -> status == NOT_FOUND ? null : context + "/*";
            case EXACT, PATH -> context + mapping.getPattern();
            case EXTENSION -> context + "/" + mapping.getPattern();
        };
    }
}
