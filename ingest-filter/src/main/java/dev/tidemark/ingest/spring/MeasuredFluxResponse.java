package dev.tidemark.ingest.spring;

import java.nio.file.Path;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts the body. */
class MeasuredFluxResponse extends ServerHttpResponseDecorator {
    final BodyCount written;

    private MeasuredFluxResponse(ServerHttpResponse http, BodyCount written) {
        super(http);
        this.written = written;
    }

    static ServerHttpResponse of(ServerHttpResponse http, BodyCount written) {
        return http instanceof ZeroCopyHttpOutputMessage
                ? new SendingFiles(http, written)
                : new MeasuredFluxResponse(http, written);
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        return super.writeWith(written.counted(body));
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
        return super.writeAndFlushWith(Flux.from(body).map(written::counted));
    }

    /** Spring sends files without copying them if the response can. */
    private static final class SendingFiles extends MeasuredFluxResponse implements ZeroCopyHttpOutputMessage {
        SendingFiles(ServerHttpResponse http, BodyCount written) {
            super(http, written);
        }

        @Override
        public Mono<Void> writeWith(Path file, long position, long count) {
            return ((ZeroCopyHttpOutputMessage) getDelegate())
                    .writeWith(file, position, count)
                    .doOnSuccess(nothing -> written.add(count));
        }
    }
}
