package dev.tidemark.query.redis;

/** Redis did not answer in time. It has no stack trace: while Redis is away there is one for every question. */
final class RedisAwayException extends Exception {
    private static final long serialVersionUID = 1;

    RedisAwayException(String message) {
        super(message, null, false, false);
    }
}
