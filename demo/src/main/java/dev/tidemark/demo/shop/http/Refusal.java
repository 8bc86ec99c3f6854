package dev.tidemark.demo.shop.http;

import io.micronaut.http.HttpStatus;

/** A request that is refused; the message is sent to the caller. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    private Refusal(HttpStatus status, String detail) {
        // A stack trace adds nothing to the message.
        super(detail, null, false, false);
        this.status = status;
    }

    public static Refusal badRequest(String detail) {
        return new Refusal(HttpStatus.BAD_REQUEST, detail);
    }

    public static Refusal notFound(String detail) {
        return new Refusal(HttpStatus.NOT_FOUND, detail);
    }

    public static Refusal conflict(String detail) {
        return new Refusal(HttpStatus.CONFLICT, detail);
    }

    HttpStatus status() {
        return status;
    }
}
