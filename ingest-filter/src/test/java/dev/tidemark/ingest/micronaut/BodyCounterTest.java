package dev.tidemark.ingest.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class BodyCounterTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new BodyCounter());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void exchanges_thatOverlap_areCountedInTheirOrder() {
        ExchangeBytes first = request(3);
        ExchangeBytes second = request(5);
        channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        channel.writeOutbound(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK),
                new DefaultHttpContent(Unpooled.wrappedBuffer(new byte[10])),
                new DefaultLastHttpContent(Unpooled.wrappedBuffer(new byte[1])));
        channel.writeOutbound(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(new byte[7])));

        assertThat(first.requestBytes(-1)).isEqualTo(3);
        assertThat(first.responseBytes(-1)).isEqualTo(11);
        assertThat(second.requestBytes(-1)).isEqualTo(5);
        assertThat(second.responseBytes(-1)).isEqualTo(7);
    }

    @Test
    void requests_thatNobodyAnswers_areNoLongerCounted() {
        List<ExchangeBytes> begun = new ArrayList<>();
        for (int i = 0; i < BodyCounter.MAX_UNANSWERED; i++) {
            begun.add(request(1));
        }
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));

        assertThat(channel.pipeline().get(BodyCounter.class)).isNull();
        assertThat(channel.attr(BodyCounter.NEWEST).get()).isNull();
        assertThat(begun).extracting(bytes -> bytes.responseBytes(-1)).containsOnly(-1L);
        assertThat(begun).extracting(bytes -> bytes.responseBytes(8)).containsOnly(8L);
    }

    private ExchangeBytes request(int bytes) {
        channel.writeInbound(new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(new byte[bytes])));
        return channel.attr(BodyCounter.NEWEST).get();
    }
}
