package dev.tidemark.processor.faults;

import dev.tidemark.wire.codec.BatchCodec.Batch;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ordinary traffic of several services, routes and instances. Most of it is current, some is hours late, one request in
 * twenty is a stream, and one in a hundred is malformed or has an impossible time. Three of four requests are measured; the parts of a few
 * exceed the request, which a broken filter might send. One record in ten is a batch, the others are JSON. The
 * same seed gives the same requests, except for their times.
 */
final class TrafficGenerator implements Supplier<Outgoing> {
    static final String MALFORMED = "malformed";
    static final String TOO_LATE = "too_late";
    static final String FROM_THE_FUTURE = "from_the_future";

    private static final Duration LATE = Duration.ofDays(2);
    private static final Duration AHEAD = Duration.ofHours(-2);
    private static final int INSTANCES = 6;
    private static final int SERVICES = 3;
    private static final int ROUTES = 5;
    private static final int MAX_BATCH = 20;
    private static final int MAX_BATCH_BYTES = 1 << 16;
    private static final int[] STATUSES = {200, 200, 200, 200, 200, 200, 204, 302, 404, 500};

    private final Random random;
    private final boolean batches;
    private final boolean streams;
    private final boolean parts;
    private final long[] sequences = new long[INSTANCES];

    TrafficGenerator(long seed) {
        this(seed, true, true, true);
    }

    private TrafficGenerator(long seed, boolean batches, boolean streams, boolean parts) {
        this.random = new Random(seed);
        this.batches = batches;
        this.streams = streams;
        this.parts = parts;
    }

    /** The same with one request per record, for tests that count records. */
    static TrafficGenerator withoutBatches(long seed) {
        return new TrafficGenerator(seed, false, true, true);
    }

    /** The same without streams, which earlier versions count as other requests. */
    static TrafficGenerator withoutStreams(long seed) {
        return new TrafficGenerator(seed, true, false, true);
    }

    /** The same with what the first version knows. */
    static TrafficGenerator withoutStreamsAndParts(long seed) {
        return new TrafficGenerator(seed, true, false, false);
    }

    @Override
    public Outgoing get() {
        return switch (random.nextInt(300)) {
            case 0 -> batches && random.nextBoolean() ? truncatedBatch() : truncated();
            case 1 -> Outgoing.bad(Codecs.REQUEST_JSON.encode(stray(LATE)), TOO_LATE);
            case 2 -> Outgoing.bad(Codecs.REQUEST_JSON.encode(stray(AHEAD)), FROM_THE_FUTURE);
            default -> batches && random.nextInt(10) == 0 ? batch() : Outgoing.good(request(age()));
        };
    }

    private Outgoing batch() {
        Batch<RequestEvent> batch = Codecs.REQUEST_BATCH.newBatch(MAX_BATCH_BYTES);
        List<RequestEvent> events = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (int i = random.nextInt(MAX_BATCH); i >= 0; i--) {
            switch (random.nextInt(200)) {
                case 0 -> {
                    added(batch, stray(LATE));
                    reasons.add(TOO_LATE);
                }
                case 1 -> {
                    added(batch, stray(AHEAD));
                    reasons.add(FROM_THE_FUTURE);
                }
                default -> events.add(added(batch, request(age())));
            }
        }
        return new Outgoing(batch.toBytes(), Codecs.REQUEST_BATCH.contentType(), events, reasons);
    }

    private static RequestEvent added(Batch<RequestEvent> batch, RequestEvent event) {
        if (!batch.add(event)) {
            throw new IllegalStateException("no room in a batch of " + batch.events());
        }
        return event;
    }

    /** At most 20 hours, well within the allowed lateness. */
    private Duration age() {
        int kind = random.nextInt(100);
        int seconds = kind < 85 ? 40 : kind < 95 ? 3_600 : 20 * 3_600;
        return Duration.ofMillis(random.nextInt(seconds * 1000));
    }

    /** The next valid request. */
    RequestEvent request(Duration age) {
        int instance = random.nextInt(INSTANCES);
        return event("service" + instance % SERVICES, new RequestId(instance + 1, sequences[instance]++), age);
    }

    private RequestEvent stray(Duration age) {
        return event("stray", new RequestId(INSTANCES + 1, 0), age);
    }

    private Outgoing truncated() {
        return Outgoing.bad(beginning(Codecs.REQUEST_JSON.encode(stray(Duration.ZERO))), MALFORMED);
    }

    private Outgoing truncatedBatch() {
        Batch<RequestEvent> batch = Codecs.REQUEST_BATCH.newBatch(MAX_BATCH_BYTES);
        added(batch, stray(Duration.ZERO));
        added(batch, stray(Duration.ZERO));
        return Outgoing.bad(beginning(batch.toBytes()), Codecs.REQUEST_BATCH.contentType(), MALFORMED);
    }

    private byte[] beginning(byte[] whole) {
        return Arrays.copyOf(whole, random.nextInt(whole.length));
    }

    /** All fields differ between requests, so that any mix-up of stored values is detected. */
    private RequestEvent event(String service, RequestId id, Duration age) {
        boolean stream = streams && random.nextInt(20) == 0;
        int status = stream && random.nextBoolean()
                ? RequestEvent.CLIENT_CLOSED_REQUEST
                : STATUSES[random.nextInt(STATUSES.length)];
        long micros = (long) Math.exp(random.nextDouble() * 14);
        return new RequestEvent(
                Instant.now().minus(age).toEpochMilli() * 1000 + random.nextInt(1000),
                service,
                "instance-" + id.instance(),
                random.nextBoolean() ? "GET" : "POST",
                "/r" + random.nextInt(ROUTES),
                status,
                micros,
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong()),
                id.spanId(),
                status >= 500 ? "Error" + random.nextInt(5) : null,
                length(),
                length(),
                null,
                stream,
                parts ? parts(micros) : null);
    }

    private @Nullable RequestParts parts(long micros) {
        int kind = random.nextInt(100);
        if (kind < 25) {
            return null;
        }
        if (kind < 35) {
            return RequestParts.NONE;
        }
        if (kind < 37) {
            return new RequestParts(micros, 1, 0, 1, 1, 0, 0);
        }
        long db = random.nextLong(1 + micros / 2);
        long redis = random.nextBoolean() ? 0 : random.nextLong(1 + micros / 4);
        long http = random.nextInt(4) == 0 ? micros / 8 : 0;
        return new RequestParts(
                db,
                1 + random.nextInt(10),
                random.nextInt(3) == 0 ? micros / 8 : 0,
                redis,
                redis == 0 ? 0 : 1 + random.nextInt(5),
                http,
                http == 0 ? 0 : 1);
    }

    private @Nullable Long length() {
        return random.nextInt(4) == 0 ? null : (long) random.nextInt(1000);
    }
}
