package dev.tidemark.query.redis;

/** Redis rejected the user or the command. Has no stack trace, because every query throws one until the cause is fixed. */
final class RedisRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String remedy;

    RedisRefusedException(String reason, String remedy) {
        super(reason, null, false, false);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
