package dev.tidemark.processor.faults;

import dev.tidemark.wire.event.RequestEvent;
import java.time.Duration;
import java.util.function.Supplier;

/** A service that uses each route only once; one record in ten is ordinary traffic. */
final class HighCardinality implements Supplier<Outgoing> {
    static final String SERVICE = "wide";
    private static final int INSTANCE = 50;

    private final TrafficGenerator others = new TrafficGenerator(3);
    private long sequence;
    private long calls;

    @Override
    public Outgoing get() {
        if (calls++ % 10 == 0) {
            return others.get();
        }
        RequestEvent like = others.request(Duration.ZERO);
        return Outgoing.good(like(like, new RequestId(INSTANCE, sequence++)));
    }

    private static RequestEvent like(RequestEvent event, RequestId id) {
        return new RequestEvent(
                event.timestampMicros(),
                SERVICE,
                "wide-1",
                "GET",
                "/items/" + id.sequence(),
                event.status(),
                event.durationMicros(),
                null,
                id.spanId(),
                event.errorType(),
                event.requestBytes(),
                null);
    }
}
