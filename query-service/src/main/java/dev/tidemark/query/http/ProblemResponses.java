package dev.tidemark.query.http;

import dev.tidemark.query.refusal.NotStoredException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.NotFoundException;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Turns every error that the framework reports into a {@link Problem}. */
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<Object> {

    @Override
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        NettyFailure failure = NettyFailure.of(request);
        if (failure != null) {
            response.status(failure.status(), failure.reason());
        }
        SecurityHeaders.set(request, response);
        RequestMetrics.respond(request, response);
        return Problem.answer(request, response, failure == null ? detail(context, response) : failure.detail());
    }

    private static String detail(ErrorContext context, MutableHttpResponse<?> response) {
        if (response.code() == HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
            // The cause is logged; its message may contain internal details.
            return "internal error; the log of the service has the cause";
        }
        if (response.code() == HttpStatus.NOT_FOUND.getCode() && !isOwn(context)) {
            return ErrorBodies.detail(context.getRequest(), response);
        }
        if (response.code() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
            return ErrorBodies.detail(context.getRequest(), response);
        }
        String messages =
                context.getErrors().stream().map(ProblemResponses::message).collect(Collectors.joining("; "));
        return messages.isEmpty() ? ErrorBodies.detail(context.getRequest(), response) : messages;
    }

    /** Returns whether our own code, not the router, reported that something is missing. */
    private static boolean isOwn(ErrorContext context) {
        return context.getRootCause()
                .filter(cause -> cause instanceof NotStoredException
                        || cause instanceof HttpStatusException && !(cause instanceof NotFoundException))
                .isPresent();
    }

    private static String message(Error error) {
        return error.getPath().map(path -> path + ": ").orElse("") + error.getMessage();
    }
}
