package dev.tidemark.processor.intake;

import dev.tidemark.consumer.TooLarge;
import java.util.Locale;

/** Why an event became a dead letter. */
public enum Rejection {
    /** The encoding is not its topic's, or a field is missing or out of range. */
    MALFORMED,
    /** It was not read, because it unpacks to more than is read of a record or a batch. */
    TOO_LARGE,
    /** It began before its append time by more than the allowed lateness. */
    TOO_LATE,
    /** It claims to have begun after its append time by more than the allowed clock skew. */
    FROM_THE_FUTURE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** Why records were not read. */
    public static Rejection of(TooLarge unread) {
        return unread.malformed() ? MALFORMED : TOO_LARGE;
    }

    /** The word in the dead letter's header and in metrics. */
    public String word() {
        return word;
    }
}
