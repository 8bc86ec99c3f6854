package dev.tidemark.query.lettuce;

/** Redis cannot be reached or did not answer in time. Has no stack trace, because every query throws one during an outage. */
public final class RedisAwayException extends Exception {
    private static final long serialVersionUID = 1;

    RedisAwayException(String message) {
        super(message, null, false, false);
    }
}
