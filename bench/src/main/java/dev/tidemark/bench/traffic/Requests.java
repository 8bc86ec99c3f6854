package dev.tidemark.bench.traffic;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.topic.Topics;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Requests as the filter publishes them: services with four instances, one method per route, log-normal durations, one failed request
 * in fifty, all with a trace id, bodies of unknown length, all measured: each waits for the database, half of them for Redis, a quarter
 * for other services and an eighth for a connection; about 320 bytes each in JSON. Deterministic. Not thread-safe.
 */
public final class Requests {
    private static final int INSTANCES = 4;

    private final Random random = new Random(7);
    private final int services;
    private final int routes;

    /**
     * @param services the number of services
     * @param routes the number of routes of each service
     */
    public Requests(int services, int routes) {
        this.services = services;
        this.routes = routes;
    }

    /** Three services with 24 routes each. */
    public static Requests ofSomeServices() {
        return new Requests(3, 24);
    }

    public RequestEvent next(long timestampMicros) {
        String service = "service-" + random.nextInt(services);
        return next(timestampMicros, service, random.nextInt(routes));
    }

    /** Makes a request with this route, which need not be one of the service's routes. */
    public RequestEvent next(long timestampMicros, int route) {
        return next(timestampMicros, "service-" + random.nextInt(services), route);
    }

    private RequestEvent next(long timestampMicros, String service, int route) {
        boolean failed = random.nextInt(50) == 0;
        long micros = (long) (20_000 * Math.exp(random.nextGaussian()));
        return new RequestEvent(
                timestampMicros,
                service,
                service + "-" + random.nextInt(INSTANCES),
                route % 4 == 0 ? "POST" : "GET",
                "/api/v1/resources-" + route + "/{id}",
                failed ? 500 : 200,
                micros,
                hex(random.nextLong()) + hex(random.nextLong()),
                hex(random.nextLong()),
                failed ? "java.lang.IllegalStateException" : null,
                null,
                null,
                null,
                false,
                parts(micros));
    }

    private RequestParts parts(long micros) {
        int kind = random.nextInt(8);
        long redis = kind % 2 == 0 ? micros / 8 : 0;
        long http = kind % 4 == 1 ? micros / 4 : 0;
        return new RequestParts(
                random.nextLong(1 + micros / 2),
                1 + random.nextInt(6),
                kind == 7 ? micros / 16 : 0,
                redis,
                redis == 0 ? 0 : 1 + random.nextInt(4),
                http,
                http == 0 ? 0 : 1);
    }

    private static String hex(long bits) {
        return HexFormat.of().toHexDigits(bits);
    }

    /** Publishes {@code count} requests of some services, one microsecond apart, ending now. */
    public static void publish(Producer<byte[], byte[]> producer, long count) {
        Requests requests = ofSomeServices();
        long first = Timestamps.toMicros(Instant.now()) - count;
        for (long i = 0; i < count; i++) {
            producer.send(
                    new ProducerRecord<>(Topics.REQUESTS.name(), Codecs.REQUEST_JSON.encode(requests.next(first + i))));
        }
    }
}
