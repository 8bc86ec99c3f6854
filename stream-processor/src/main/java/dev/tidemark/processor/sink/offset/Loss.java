package dev.tidemark.processor.sink.offset;

import java.util.Locale;

/** Why a sink goes on at another offset than it has stored up to: the column {@code reason} of {@code sink_loss}. */
public enum Loss {
    /** Kafka dropped records before they were stored. */
    RETENTION,
    /** The topic was deleted and made again. */
    TOPIC_ANEW,
    /** The partition ends before what is stored already. */
    CUT_OFF;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
