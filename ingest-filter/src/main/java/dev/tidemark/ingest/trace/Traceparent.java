package dev.tidemark.ingest.trace;

import org.jspecify.annotations.Nullable;

/**
 * The header {@code traceparent} of W3C Trace Context: {@code 00-<32 hex>-<16 hex>-<2 hex>}, lower case.
 *
 * @param traceId the trace id
 * @param parentId the caller's span id
 * @param sampled the caller's sampled flag
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
record Traceparent(String traceId, String parentId, boolean sampled) {
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int PARENT_ID = 36;
    private static final int FLAGS = 53;

    /** Parses the header; null if it violates the specification in any way, so that a new trace must start. */
    static @Nullable Traceparent parse(@Nullable String header) {
        if (header == null || header.length() < LENGTH || !separated(header) || !hexadecimal(header)) {
            return null;
        }
        boolean version0 = header.startsWith("00");
        if (header.startsWith("ff") || (version0 && header.length() != LENGTH)) {
            return null;
        }
        // Later versions may append fields but not change these.
        if (header.length() > LENGTH && header.charAt(LENGTH) != '-') {
            return null;
        }
        if (zeros(header, TRACE_ID, PARENT_ID - 1) || zeros(header, PARENT_ID, FLAGS - 1)) {
            return null;
        }
        boolean sampled = (Character.digit(header.charAt(FLAGS + 1), 16) & 1) == 1;
        return new Traceparent(
                header.substring(TRACE_ID, PARENT_ID - 1), header.substring(PARENT_ID, FLAGS - 1), sampled);
    }

    static String format(String traceId, String spanId, boolean sampled) {
        return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
    }

    private static boolean separated(String header) {
        return header.charAt(TRACE_ID - 1) == '-'
                && header.charAt(PARENT_ID - 1) == '-'
                && header.charAt(FLAGS - 1) == '-';
    }

    private static boolean hexadecimal(String header) {
        for (int i = 0; i < LENGTH; i++) {
            char c = header.charAt(i);
            boolean separator = i == TRACE_ID - 1 || i == PARENT_ID - 1 || i == FLAGS - 1;
            if (!separator && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean zeros(String header, int from, int to) {
        for (int i = from; i < to; i++) {
            if (header.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
