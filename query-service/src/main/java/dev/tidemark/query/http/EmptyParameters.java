package dev.tidemark.query.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.annotation.PreMatching;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Removes query parameters without a value, such as {@code from=}, which a form sends for an empty field. */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
final class EmptyParameters {

    @PreMatching
    @RequestFilter
    @Nullable HttpRequest<?> without(HttpRequest<?> request) {
        try {
            URI uri = request.getUri();
            String query = uri.getRawQuery();
            return query == null ? null : without(request, uri.getRawPath(), query);
        } catch (IllegalArgumentException e) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST, "the URL is malformed: expected RFC 3986, with %25 for a percent sign");
        }
    }

    private static @Nullable HttpRequest<?> without(HttpRequest<?> request, String path, String query) {
        String given = Arrays.stream(query.split("[&;]"))
                .filter(EmptyParameters::hasValue)
                .collect(Collectors.joining("&"));
        return given.equals(query)
                ? null
                : request.mutate().uri(URI.create(path + (given.isEmpty() ? "" : "?" + given)));
    }

    private static boolean hasValue(String parameter) {
        int equals = parameter.indexOf('=');
        return equals >= 0
                && !URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8)
                        .isBlank();
    }
}
