package dev.tidemark.query.logs;

import io.micronaut.http.sse.Event;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Several streams of log lines over one connection. The name of an event begins with the number of its stream, and its id is
 * the position of that stream alone, so that each can be resumed by itself. A slow reader holds back all of its streams and no
 * other reader: each stream buffers a few events, and what falls out of the ring meanwhile is told as skipped.
 */
final class SharedStream {
    private static final int BUFFERED_EVENTS = 16;

    private final AtomicInteger connections = new AtomicInteger();

    /** A stream has ended, so the reader has to come again with the positions of all of them. */
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

    /** How many connections are open. */
    int connections() {
        return connections.get();
    }

    private static Event<String> numbered(Event<String> event, int number) {
        // A browser keeps the last id it saw; without one of its own, an event would have that of another stream.
        String id = Objects.requireNonNullElse(event.getId(), "");
        if (event.getComment() != null) {
            // A comment has no name to tell whose position it moves.
            return Event.of("{}").name(number + ".ping").id(id);
        }
        return event.name(event.getName() == null ? String.valueOf(number) : number + "." + event.getName())
                .id(id);
    }
}
