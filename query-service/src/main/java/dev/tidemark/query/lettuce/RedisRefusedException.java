package dev.tidemark.query.lettuce;

/** Redis rejected the user or the command. Has no stack trace, because every query throws one until the cause is fixed. */
public final class RedisRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String remedy;

    RedisRefusedException(String reason, String remedy) {
        super(reason, null, false, false);
        this.remedy = remedy;
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
