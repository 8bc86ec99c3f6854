package dev.tidemark.demo.shop.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Makes the response to a refused request. */
@Singleton
final class RefusalHandler implements ExceptionHandler<Refusal, HttpResponse<?>> {

    @Override
    @SuppressWarnings("rawtypes") // as declared by the interface
    public HttpResponse<?> handle(HttpRequest request, Refusal refusal) {
        return Problem.response(refusal.status(), refusal.getMessage());
    }
}
