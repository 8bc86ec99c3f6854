package dev.tidemark.ingest.spring;

import dev.tidemark.ingest.trace.TraceContext;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/** Counts the body, whose arrival continues the request: the trace is current on the thread that brings it. */
final class MeasuredFluxRequest extends ServerHttpRequestDecorator {
    private final BodyCount read;
    private final TraceContext trace;

    MeasuredFluxRequest(ServerHttpRequest http, BodyCount read, TraceContext trace) {
        super(http);
        this.read = read;
        this.trace = trace;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return super.getBody()
                .doOnNext(buffer -> read.add(buffer.readableByteCount()))
                .transform(Operators.<DataBuffer, DataBuffer>lift(
                        (source, actual) -> new TracedSubscriber<>(trace, actual)));
    }
}
