package dev.tidemark.demo.shop.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/**
 * Gives what the framework itself refuses (an unknown path, a body that is no JSON) the same form as our own refusals.
 */
@Singleton
final class Problems implements ErrorResponseProcessor<Problem> {

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        String detail = context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
        return response.body(new Problem(response.reason(), response.code(), detail))
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
    }
}
