package dev.tidemark.ingest.micronaut;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of bodies on a connection of HTTP/1, which answers its requests in their order. */
final class BodyCounter extends ChannelDuplexHandler {
    /** The count of the request that arrived last. */
    static final AttributeKey<ExchangeBytes> NEWEST = AttributeKey.valueOf(BodyCounter.class, "newest");

    /** A client that sends more requests without waiting for answers is no longer counted on. */
    static final int MAX_UNANSWERED = 256;

    private final ArrayDeque<ExchangeBytes> unanswered = new ArrayDeque<>();
    private @Nullable ExchangeBytes newest;
    private boolean interim;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest) {
            begin(context);
        }
        if (message instanceof HttpContent content && newest != null) {
            newest.read(content.content().readableBytes());
        }
        super.channelRead(context, message);
    }

    private void begin(ChannelHandlerContext context) {
        if (unanswered.size() == MAX_UNANSWERED) {
            unanswered.forEach(ExchangeBytes::lose);
            unanswered.clear();
            newest = null;
            context.channel().attr(NEWEST).set(null);
            context.pipeline().remove(this);
            return;
        }
        newest = new ExchangeBytes();
        unanswered.add(newest);
        context.channel().attr(NEWEST).set(newest);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response) {
            // Such as 100 Continue: the answer follows.
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        ExchangeBytes answered = interim ? null : unanswered.peek();
        if (answered != null) {
            if (message instanceof HttpContent content) {
                answered.wrote(content.content().readableBytes());
            } else if (message instanceof FileRegion file) {
                answered.wrote(file.count());
            }
            if (message instanceof LastHttpContent) {
                unanswered.remove();
            }
        }
        super.write(context, message, promise);
    }
}
