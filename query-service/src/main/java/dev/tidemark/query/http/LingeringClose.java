package dev.tidemark.query.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequest;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client that is still sending, for example a URL of a megabyte, read why its request was refused. Closing a socket with
 * unread bytes resets the connection, and the answer is lost. So this handler closes only the sending half and discards input until
 * the client closes, for at most 2 s. One instance serves one connection.
 */
final class LingeringClose extends ChannelDuplexHandler {
    private static final int MAX_SECONDS = 2;

    private boolean refused;
    private @Nullable Future<?> end;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        refused |= message instanceof HttpRequest request
                && request.decoderResult().isFailure();
        context.fireChannelRead(message);
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (!refused || end != null || !(context.channel() instanceof SocketChannel socket)) {
            context.close(promise);
            return;
        }
        end = context.executor().schedule(() -> context.close(promise), MAX_SECONDS, TimeUnit.SECONDS);
        socket.shutdownOutput();
        // The decoder discards all input after a request that it could not parse.
        socket.config().setAutoRead(true);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (end != null) {
            end.cancel(false);
        }
        context.fireChannelInactive();
    }
}
