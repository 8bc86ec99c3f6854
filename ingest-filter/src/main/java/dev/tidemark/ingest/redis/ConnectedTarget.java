package dev.tidemark.ingest.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The address that a client has connected to first: Redis itself, or one node of a cluster for all of them. */
final class ConnectedTarget implements RedisConnectionStateListener {
    private static final String SCHEME = "redis";

    private volatile @Nullable String address;

    String name() {
        String known = address;
        return known == null ? SCHEME : known;
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress remote) {
        if (address == null) {
            address = SCHEME + ":"
                    + (remote instanceof InetSocketAddress inet
                            ? inet.getHostString() + ":" + inet.getPort()
                            : remote.toString());
        }
    }

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection) {
        // The address comes with the other method.
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
        // It connects again.
    }

    @Override
    public void onRedisExceptionCaught(RedisChannelHandler<?, ?> connection, Throwable cause) {
        // Its commands fail.
    }
}
