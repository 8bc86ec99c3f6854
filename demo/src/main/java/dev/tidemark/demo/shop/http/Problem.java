package dev.tidemark.demo.shop.http;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/** The body of an error response (RFC 9457). */
@Serdeable
record Problem(String title, int status, @Nullable String detail) {

    static MutableHttpResponse<Problem> response(HttpStatus status, @Nullable String detail) {
        return HttpResponse.<Problem>status(status)
                .body(new Problem(status.getReason(), status.getCode(), detail))
                .contentType(MediaType.APPLICATION_JSON_PROBLEM_TYPE);
    }
}
