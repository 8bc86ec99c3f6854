package dev.tidemark.bench.traffic;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Requests as the filter publishes them: services of four instances, routes with one method each, log-normal durations, one request in
 * fifty failed, every one in a trace, bodies of unknown length; about 210 bytes each in JSON. The same each time. Not thread-safe.
 */
public final class Requests {
    private static final int INSTANCES = 4;

    private final Random random = new Random(7);
    private final int services;
    private final int routes;

    /**
     * @param services how many services there are
     * @param routes how many routes each of them has
     */
    public Requests(int services, int routes) {
        this.services = services;
        this.routes = routes;
    }

    /** Three services of 24 routes. */
    public static Requests ofSomeServices() {
        return new Requests(3, 24);
    }

    public RequestEvent next(long timestampMicros) {
        String service = "service-" + random.nextInt(services);
        return next(timestampMicros, service, random.nextInt(routes));
    }

    /** One of a route that the caller chooses; it may be one that the service has not. */
    public RequestEvent next(long timestampMicros, int route) {
        return next(timestampMicros, "service-" + random.nextInt(services), route);
    }

    private RequestEvent next(long timestampMicros, String service, int route) {
        boolean failed = random.nextInt(50) == 0;
        return new RequestEvent(
                timestampMicros,
                service,
                service + "-" + random.nextInt(INSTANCES),
                route % 4 == 0 ? "POST" : "GET",
                "/api/v1/resources-" + route + "/{id}",
                failed ? 500 : 200,
                (long) (20_000 * Math.exp(random.nextGaussian())),
                hex(random.nextLong()) + hex(random.nextLong()),
                hex(random.nextLong()),
                failed ? "java.lang.IllegalStateException" : null,
                null,
                null);
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }

    /** Publishes {@code count} requests of some services, a microsecond apart up to now. */
    public static void publish(Producer<byte[], byte[]> producer, long count) {
        Requests requests = ofSomeServices();
        long first = Timestamps.toMicros(Instant.now()) - count;
        for (long i = 0; i < count; i++) {
            producer.send(
                    new ProducerRecord<>(Topics.REQUESTS.name(), Codecs.REQUEST_JSON.encode(requests.next(first + i))));
        }
    }
}
