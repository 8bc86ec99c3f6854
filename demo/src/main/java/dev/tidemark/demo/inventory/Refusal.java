package dev.tidemark.demo.inventory;

/** A request that cannot be served, for a reason to tell the caller. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String detail) {
        // The place in the code says nothing that the detail does not.
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
