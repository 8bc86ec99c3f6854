package dev.tidemark.query.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Adds bodies to error responses that bypass {@link ProblemResponses}, such as those of the framework's CORS filter, and answers
 * OPTIONS, which has no route.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class ErrorBodies {

    @PreMatching
    @ResponseFilter
    void addBeforeRouting(HttpRequest<?> request, MutableHttpResponse<?> response) {
        add(request, response);
    }

    @ResponseFilter
    void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (request.getMethod() == HttpMethod.OPTIONS && response.code() == 405) {
            response.getHeaders().set("Allow", "OPTIONS, " + allowed(response));
            response.status(204).body(null).getHeaders().remove("Content-Type");
        } else if (response.code() >= 400 && response.getBody().isEmpty()) {
            Problem.answer(request, response, detail(request, response));
        }
    }

    /** Describes an error of which only the status is known. */
    static String detail(HttpRequest<?> request, HttpResponse<?> response) {
        return switch (response.code()) {
            case 403 -> {
                String origin = request.getOrigin().orElse(null);
                yield origin == null
                        ? response.reason()
                        : "Origin \"" + Problem.shorten(origin) + "\": expected a request from a page of this service";
            }
            case 404 -> "There is nothing at " + request.getPath() + ".";
            case 405 -> {
                String allowed = allowed(response);
                yield request.getMethodName() + " " + request.getPath() + ": expected "
                        + (allowed.isEmpty() ? "another method" : allowed) + ".";
            }
            default -> response.reason();
        };
    }

    private static String allowed(HttpResponse<?> response) {
        return Stream.of(String.join(",", response.getHeaders().getAll("Allow")).split(","))
                .map(String::strip)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
