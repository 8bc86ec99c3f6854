package dev.tidemark.query.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.exceptions.ConversionErrorHandler;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Answers 400 for a parameter of the wrong type, with its name and the expected form. */
@Singleton
@Replaces(ConversionErrorHandler.class)
final class BadArgumentHandler implements ExceptionHandler<ConversionErrorException, HttpResponse<?>> {

    @Override
    public HttpResponse<?> handle(HttpRequest request, ConversionErrorException exception) {
        Argument<?> argument = exception.getArgument();
        String name = argument.getAnnotationMetadata()
                .stringValue(QueryValue.class)
                .or(() -> argument.getAnnotationMetadata().stringValue(Header.class))
                .orElse(argument.getName());
        String value = exception
                .getConversionError()
                .getOriginalValue()
                .map(given -> " \"" + Problem.shorten(String.valueOf(given)) + "\"")
                .orElse("");
        return Problem.answer(request, HttpResponse.badRequest(), name + value + ": expected " + expected(argument));
    }

    private static String expected(Argument<?> argument) {
        Class<?> type = argument.getType();
        if (type == int.class || type == Integer.class) {
            return "a whole number of at most " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        Object[] constants = type.getEnumConstants();
        return constants == null
                ? "a value of another form"
                : "one of " + Arrays.stream(constants).map(String::valueOf).collect(Collectors.joining(", "));
    }
}
