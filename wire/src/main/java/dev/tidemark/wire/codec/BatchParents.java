package dev.tidemark.wire.codec;

import org.jspecify.annotations.Nullable;

/** The callers' span ids of the events of one {@link RequestBatch}, in order. Not thread-safe. */
final class BatchParents {
    static final BatchParents NONE = new BatchParents("", 0);

    private final String text;
    private int at;

    private BatchParents(String text, int at) {
        this.text = text;
        this.at = at;
    }

    /** Those in the last of a batch's strings, if there are any. */
    static BatchParents of(String[] strings) {
        String last = strings.length == 0 ? "" : strings[strings.length - 1];
        return last.startsWith(RequestBatch.PARENTS) ? new BatchParents(last, RequestBatch.PARENTS.length()) : NONE;
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
