package dev.tidemark.query.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;

/** An answer with status 503 whose body is not a problem but the answer itself. */
public final class Unavailable {
    private Unavailable() {}

    public static <T> HttpResponse<T> because(T body) {
        return HttpResponse.<T>status(HttpStatus.SERVICE_UNAVAILABLE).body(body);
    }
}
