package dev.tidemark.query.redis;

/** Redis answers, but not this user or not this command. It has no stack trace: there is one for every question. */
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
