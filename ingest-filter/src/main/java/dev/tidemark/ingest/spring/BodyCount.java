package dev.tidemark.ingest.spring;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts the bytes of a body that passes. Signals come one after the other, so nothing is synchronized. */
final class BodyCount {
    private long bytes;

    long bytes() {
        return bytes;
    }

    void add(long more) {
        bytes += more;
    }

    /** A body of one buffer stays one: servers treat it differently. */
    Publisher<? extends DataBuffer> counted(Publisher<? extends DataBuffer> body) {
        return body instanceof Mono<? extends DataBuffer> one
                ? one.doOnNext(buffer -> add(buffer.readableByteCount()))
                : counted(Flux.from(body));
    }

    Flux<? extends DataBuffer> counted(Flux<? extends DataBuffer> body) {
        return body.doOnNext(buffer -> add(buffer.readableByteCount()));
    }
}
