package dev.tidemark.processor.sink.offset;

import java.util.Locale;

/** Why a sink continues at an offset other than the stored one: the column {@code reason} of {@code sink_loss}. */
public enum Loss {
    /** Kafka dropped records before they were stored. */
    RETENTION,
    /** The topic was deleted and created again. */
    TOPIC_ANEW,
    /** The partition ends before the stored offset. */
    CUT_OFF;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
