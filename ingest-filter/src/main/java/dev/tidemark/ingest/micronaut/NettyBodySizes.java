package dev.tidemark.ingest.micronaut;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Counts on the connections of HTTP/1; those of HTTP/2 carry several requests at a time. */
@Singleton
@RequiresHttpServer
@Requires(classes = {NettyHttpRequest.class, NettyServerCustomizer.class})
final class NettyBodySizes implements BodySizes, BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    private static final String NAME = "tidemark-body-sizes";

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    @Override
    public @Nullable ExchangeBytes of(HttpRequest<?> http) {
        return http instanceof NettyHttpRequest<?> netty
                ? netty.getChannelHandlerContext()
                        .channel()
                        .attr(BodyCounter.NEWEST)
                        .get()
                : null;
    }

    /** @param connection null for the server itself */
    private record Customizer(@Nullable Channel connection) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return new Customizer(role == ChannelRole.CONNECTION ? channel : null);
        }

        @Override
        public void onStreamPipelineBuilt() {
            if (connection == null) {
                return;
            }
            ChannelPipeline pipeline = connection.pipeline();
            if (pipeline.get(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC) != null) {
                pipeline.addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, NAME, new BodyCounter());
            }
        }
    }
}
