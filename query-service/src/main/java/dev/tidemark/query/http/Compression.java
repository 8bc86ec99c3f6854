package dev.tidemark.query.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.netty.DefaultHttpCompressionStrategy;
import io.micronaut.http.server.netty.HttpCompressionStrategy;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import jakarta.inject.Singleton;

/** Compresses text responses, except those with an entity tag: the build compressed them, and the tag identifies the exact bytes. */
@Singleton
@Replaces(DefaultHttpCompressionStrategy.class)
final class Compression implements HttpCompressionStrategy {
    private final NettyHttpServerConfiguration settings;

    Compression(NettyHttpServerConfiguration settings) {
        this.settings = settings;
    }

    @Override
    public boolean isEnabled() {
        return settings.getCompressionThreshold() >= 0;
    }

    @Override
    public boolean shouldCompress(HttpResponse response) {
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE);
        return type != null
                && MediaType.isTextBased(type)
                && !response.headers().contains(HttpHeaderNames.ETAG)
                && HttpUtil.getContentLength(response, Long.MAX_VALUE) >= settings.getCompressionThreshold();
    }

    @Override
    public int getCompressionLevel() {
        return settings.getCompressionLevel();
    }

    @Override
    public int getMaxZstdEncodeSize() {
        return settings.getMaxZstdEncodeSize();
    }
}
