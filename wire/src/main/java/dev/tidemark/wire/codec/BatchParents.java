package dev.tidemark.wire.codec;

import org.jspecify.annotations.Nullable;

/** The callers' span ids of the events of one {@link RequestBatch}, in order. Not thread-safe. */
final class BatchParents {
    static final String NAME = "\u0001parents:";

    private final String text;
    private int at;

    /** @param text the string; null if the batch has none */
    BatchParents(@Nullable String text) {
        this.text = text == null ? "" : text;
        this.at = Math.min(NAME.length(), this.text.length());
    }

    /** The next event's; null if it has none. What is not in the form ends the list: the events count without it. */
    @Nullable String next() {
        if (at >= text.length()) {
            return null;
        }
        if (text.charAt(at) == RequestBatch.NO_PARENT) {
            at++;
            return null;
        }
        int end = Math.min(text.length(), at + RequestBatch.SPAN_DIGITS);
        String id = RequestBatch.spanIdOrNull(text.substring(at, end));
        at = id == null ? text.length() : end;
        return id;
    }
}
