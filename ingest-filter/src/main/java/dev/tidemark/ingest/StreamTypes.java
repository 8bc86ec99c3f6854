package dev.tidemark.ingest;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises streams by what HTTP says of them. */
final class StreamTypes {
    private static final Set<String> ENDLESS = Set.of("text/event-stream", "multipart/x-mixed-replace");
    private static final int SHORTEST = "text/event-stream".length();
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    private StreamTypes() {}

    /** Whether responses of this content type go on until somebody ends them. */
    static boolean isEndless(@Nullable String contentType) {
        if (contentType == null || contentType.length() < SHORTEST) {
            return false;
        }
        int end = contentType.indexOf(';');
        String type = end < 0 ? contentType : contentType.substring(0, end);
        return ENDLESS.contains(type.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether the connection is a tunnel from now on, such as a WebSocket. */
    static boolean isTunnel(String method, int status) {
        return status == SWITCHING_PROTOCOLS || method.equals("CONNECT") && status >= OK && status < REDIRECTION;
    }
}
