package dev.tidemark.ingest;

import dev.tidemark.wire.event.RequestEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recognises by an exception that the client disconnected before the response was complete. That is no failure of the
 * application; such a request has a status of its own.
 */
public final class ClientDisconnect {
    /** The status of a request whose client disconnected. The name is nginx's. */
    public static final int CLIENT_CLOSED_REQUEST = RequestEvent.CLIENT_CLOSED_REQUEST;

    /** What servers throw only when their client has gone. Their class names, because none of them is on every class path. */
    private static final Set<String> OF_SERVERS = Set.of(
            "org.apache.catalina.connector.ClientAbortException",
            "org.springframework.web.context.request.async.AsyncRequestNotUsableException");

    /** What an application's own connections throw, too. */
    private static final Set<String> OF_CONNECTIONS =
            Set.of("org.eclipse.jetty.io.EofException", "reactor.netty.channel.AbortedException");

    /** How the messages of sockets end. Netty's native ones begin with the name of the system call. */
    private static final List<String> OF_SOCKETS =
            List.of("broken pipe", "connection reset by peer", "connection reset");

    /** Causes may form a circle. */
    private static final int DEEPEST = 8;

    private ClientDisconnect() {}

    /** Whether a server threw {@code error}, or a cause of it, because its client disconnected. */
    public static boolean isReportedBy(@Nullable Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (OF_SERVERS.contains(cause.getClass().getName())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /**
     * The same, or whether it is what a socket throws when its other end is gone. An application's own connections
     * throw that, too: ask this only of an exception that a response failed with after it had begun.
     */
    public static boolean isReportedWhileWriting(@Nullable Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof ClosedChannelException
                    || OF_CONNECTIONS.contains(cause.getClass().getName())
                    || cause instanceof IOException && isOfSocket(cause.getMessage())) {
                return true;
            }
            cause = cause.getCause();
        }
        return isReportedBy(error);
    }

    private static boolean isOfSocket(@Nullable String message) {
        return message != null && OF_SOCKETS.stream().anyMatch(message.toLowerCase(Locale.ROOT)::endsWith);
    }
}
