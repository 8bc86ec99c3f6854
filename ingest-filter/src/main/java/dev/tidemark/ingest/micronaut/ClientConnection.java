package dev.tidemark.ingest.micronaut;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.server.netty.NettyHttpRequest;

/**
 * Whether the client of a request is still there. Only the server on Netty tells, and only of HTTP/1.1: each request of
 * HTTP/2 has a channel of its own, which ends with the response.
 */
final class ClientConnection {
    private static final boolean NETTY = isNetty();

    private ClientConnection() {}

    /**
     * Whether the connection was closed although the response would have kept it open. If it would not, the server may
     * have closed it.
     */
    static boolean isClosed(HttpRequest<?> http) {
        return NETTY && OfNetty.isClosed(http);
    }

    private static boolean isNetty() {
        try {
            Class.forName(
                    "io.micronaut.http.server.netty.NettyHttpRequest", false, ClientConnection.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Loaded only where its classes are. */
    private static final class OfNetty {
        private static final String CLOSE = "close";

        static boolean isClosed(HttpRequest<?> http) {
            return http instanceof NettyHttpRequest<?> netty
                    && http.getHttpVersion() == HttpVersion.HTTP_1_1
                    && !CLOSE.equalsIgnoreCase(http.getHeaders().get(HttpHeaders.CONNECTION))
                    && !netty.getChannelHandlerContext().channel().isActive();
        }
    }
}
