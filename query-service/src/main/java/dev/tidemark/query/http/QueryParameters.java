package dev.tidemark.query.http;

import io.micronaut.core.beans.BeanIntrospector;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses query parameters that are unknown or given more than once, so that a misspelt name does not silently mean the default.
 * Pages ignore unknown parameters, because mail programs and chats add some to links.
 */
@ServerFilter({"/api/**", "/health/**"})
final class QueryParameters {
    @RequestFilter
    void check(HttpRequest<?> request) {
        Set<String> names = request.getParameters().names();
        if (names.isEmpty()
                || !(RouteAttributes.getRouteInfo(request).orElse(null) instanceof MethodBasedRouteInfo<?, ?> route)) {
            return;
        }
        Map<String, Argument<?>> parameters = parameters(route.getTargetMethod().getArguments());
        for (String name : names) {
            check(name, request.getParameters().getAll(name), parameters);
        }
    }

    private static void check(String name, List<String> values, Map<String, Argument<?>> parameters) {
        Argument<?> argument = parameters.get(name);
        if (argument == null) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST,
                    "query parameter \"" + Problem.shorten(name) + "\": expected "
                            + (parameters.isEmpty() ? "none" : "one of " + String.join(", ", parameters.keySet())));
        }
        boolean many = argument.isArray() || Collection.class.isAssignableFrom(argument.getType());
        if (values.size() > 1 && !many) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST,
                    "query parameter \"" + name + "\" " + values.size() + " times: expected one");
        }
    }

    private static Map<String, Argument<?>> parameters(Argument<?>[] arguments) {
        Map<String, Argument<?>> parameters = new LinkedHashMap<>();
        Arrays.stream(arguments)
                .flatMap(QueryParameters::flat)
                .filter(argument -> argument.isAnnotationPresent(QueryValue.class))
                .forEach(argument -> parameters.put(
                        argument.getAnnotationMetadata()
                                .stringValue(QueryValue.class)
                                .orElse(argument.getName()),
                        argument));
        return parameters;
    }

    private static Stream<Argument<?>> flat(Argument<?> argument) {
        return argument.isAnnotationPresent(RequestBean.class)
                ? Arrays.stream(BeanIntrospector.SHARED
                                .getIntrospection(argument.getType())
                                .getConstructorArguments())
                        .flatMap(QueryParameters::flat)
                : Stream.of(argument);
    }
}
