package dev.tidemark.query.http;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.NotFoundException;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Gives every error answer its body: a {@link Problem}, or plain text where a page was asked for. */
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<Object> {

    @Override
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        SecurityHeaders.set(request, response);
        if (request.getMethod() == HttpMethod.HEAD) {
            return response.body((Object) null);
        }
        int status = response.code();
        String detail = detail(context, response);
        if (request.getPath().startsWith("/ui/")) {
            return response.<Object>body(status + " " + response.reason() + "\n" + detail + "\n")
                    .contentType(MediaType.TEXT_PLAIN_TYPE);
        }
        return response.<Object>body(new Problem("about:blank", response.reason(), status, detail, request.getPath()))
                .contentType(Problem.MEDIA_TYPE);
    }

    private static String detail(ErrorContext context, HttpResponse<?> response) {
        HttpRequest<?> request = context.getRequest();
        if (response.code() == HttpStatus.INTERNAL_SERVER_ERROR.getCode()) {
            // The cause is in the log; its message may hold what is not the reader's business.
            return "This is a fault of the server; its log says more.";
        }
        if (response.code() == HttpStatus.NOT_FOUND.getCode() && !isOwn(context)) {
            return "There is nothing at " + request.getPath() + ".";
        }
        if (response.code() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
            String allowed = String.join(", ", response.getHeaders().getAll("Allow"));
            return request.getMethodName() + " " + request.getPath() + ": expected "
                    + (allowed.isEmpty() ? "another method" : allowed) + ".";
        }
        String messages =
                context.getErrors().stream().map(ProblemResponses::message).collect(Collectors.joining("; "));
        return messages.isEmpty() ? response.reason() : messages;
    }

    /** Whether it was said here, and not by the router, why. */
    private static boolean isOwn(ErrorContext context) {
        return context.getRootCause()
                .filter(cause -> cause instanceof HttpStatusException && !(cause instanceof NotFoundException))
                .isPresent();
    }

    private static String message(Error error) {
        return error.getPath().map(path -> path + ": ").orElse("") + error.getMessage();
    }
}
