package dev.tidemark.demo.inventory;

/** A request that is refused; the message is sent to the caller. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String detail) {
        // A stack trace adds nothing to the message.
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
