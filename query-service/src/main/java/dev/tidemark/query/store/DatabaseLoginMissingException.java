package dev.tidemark.query.store;

/** There is no user for the monitored database, and Tidemark's own user and password are not sent to another server. */
public final class DatabaseLoginMissingException extends DatabaseException {
    private static final long serialVersionUID = 1;

    private final String reason;

    DatabaseLoginMissingException(String place) {
        super(reason(place) + "; " + remedy());
        this.reason = reason(place);
    }

    private static String reason(String place) {
        return place + " is not contacted: no user is set for it, and Tidemark's own user is only for its own server";
    }

    /** Why it is not contacted. */
    public String reason() {
        return reason;
    }

    /** What to set. */
    public static String remedy() {
        return "set TIDEMARK_MONITORED_POSTGRES_USER and TIDEMARK_MONITORED_POSTGRES_PASSWORD";
    }
}
