package dev.tidemark.processor.intake;

import java.util.Locale;

/** Why an event became a dead letter. */
public enum Rejection {
    /** Not in the encoding that its topic promises, or a field is missing or out of its range. */
    MALFORMED,
    /** It began longer before its append time than is allowed. */
    TOO_LATE,
    /** It claims to have begun longer after its append time than clocks may differ. */
    FROM_THE_FUTURE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the dead letter's header and in metrics. */
    public String word() {
        return word;
    }
}
