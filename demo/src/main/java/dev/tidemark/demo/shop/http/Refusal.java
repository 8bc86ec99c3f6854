package dev.tidemark.demo.shop.http;

import io.micronaut.http.HttpStatus;

/** A request that cannot be served, for a reason to tell the caller. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    private Refusal(HttpStatus status, String detail) {
        // The place in the code says nothing that the detail does not.
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
