package dev.tidemark.ingest.spring;

import io.netty.channel.Channel;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * Whether the client of an exchange is still there. Reactor Netty takes a response for complete when its connection is
 * closed; other servers report a failure.
 */
final class NettyConnection {
    /** By name, because not every reactive application has Reactor Netty. */
    private static final String CONNECTION = "reactor.netty.Connection";

    private static final @Nullable Method CHANNEL = channel();

    private NettyConnection() {}

    /** To be asked when the response is written, but not ended: until then, the server does not close it. */
    static boolean isClosed(ServerHttpResponse response) {
        Method channel = CHANNEL;
        if (channel == null) {
            return false;
        }
        try {
            Object connection = ServerHttpResponseDecorator.getNativeResponse(response);
            return channel.getDeclaringClass().isInstance(connection)
                    && channel.invoke(connection) instanceof Channel open
                    && !open.isActive();
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static @Nullable Method channel() {
        try {
            return Class.forName(CONNECTION, false, NettyConnection.class.getClassLoader())
                    .getMethod("channel");
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
