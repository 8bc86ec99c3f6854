package dev.tidemark.query.logs;

import io.micronaut.http.sse.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Several streams of log lines over one connection. The name of an event begins with the number of its stream, and its id is
 * the position of that stream, so each can be resumed separately. A slow reader delays all of its own streams, but no other
 * reader: each stream buffers a few events and reports lines that the ring drops meanwhile as skipped.
 */
@Singleton
final class SharedStream {
    private static final int BUFFERED_EVENTS = 16;

    private final AtomicInteger connections = new AtomicInteger();

    /** One stream has ended, so the reader must reconnect with the positions of all streams. */
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended() {
            super(null, null, false, false);
        }
    }

    Publisher<Event<String>> of(List<Publisher<Event<String>>> streams) {
        List<Flux<Event<String>>> numbered = IntStream.range(0, streams.size())
                .mapToObj(number -> Flux.from(streams.get(number))
                        .map(event -> numbered(event, number))
                        .concatWith(Mono.error(Ended::new)))
                .toList();
        return Flux.merge(Flux.fromIterable(numbered), numbered.size(), BUFFERED_EVENTS)
                .onErrorComplete(Ended.class)
                .doOnSubscribe(subscription -> connections.incrementAndGet())
                .doFinally(signal -> connections.decrementAndGet());
    }

    /** The number of open connections. */
    int connections() {
        return connections.get();
    }

    private static Event<String> numbered(Event<String> event, int number) {
        // A browser keeps the last id; an event without an id would get that of another stream.
        String id = Objects.requireNonNullElse(event.getId(), "");
        if (event.getComment() != null) {
            // A comment cannot name the stream whose position it updates.
            return Event.of("{}").name(number + ".ping").id(id);
        }
        return event.name(event.getName() == null ? String.valueOf(number) : number + "." + event.getName())
                .id(id);
    }
}
