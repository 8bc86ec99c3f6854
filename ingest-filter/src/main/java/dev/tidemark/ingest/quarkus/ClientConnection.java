package dev.tidemark.ingest.quarkus;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/1, which serves one request at a time. Its end is that of a request whose end Vert.x does not tell
 * the handlers: of a WebSocket, and of server-sent events whose client disconnects.
 */
final class ClientConnection {
    private static final AttributeKey<ClientConnection> KEY =
            AttributeKey.valueOf(ClientConnection.class, "connection");

    private final AtomicReference<@Nullable RoutingEnd> unfinished = new AtomicReference<>();

    private ClientConnection() {}

    /** Null if the request shares its connection with others. */
    static @Nullable ClientConnection of(HttpServerRequest http) {
        return http.version() != HttpVersion.HTTP_2 && http.connection() instanceof ConnectionBase connection
                ? of(connection.channel())
                : null;
    }

    private static ClientConnection of(Channel channel) {
        ClientConnection known = channel.attr(KEY).get();
        if (known != null) {
            return known;
        }
        ClientConnection created = new ClientConnection();
        channel.attr(KEY).set(created);
        channel.closeFuture().addListener(closed -> created.closed());
        return created;
    }

    void serves(RoutingEnd request) {
        unfinished.set(request);
    }

    /** The connection may idle for long: it keeps nothing of the request. */
    void served(RoutingEnd request) {
        unfinished.compareAndSet(request, null);
    }

    private void closed() {
        RoutingEnd request = unfinished.getAndSet(null);
        if (request != null) {
            request.finish(false);
        }
    }
}
