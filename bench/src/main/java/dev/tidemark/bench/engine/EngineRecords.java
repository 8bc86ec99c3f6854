package dev.tidemark.bench.engine;

import dev.tidemark.bench.traffic.Requests;
import dev.tidemark.wire.codec.BatchCodec;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records of a stretch by number: requests of one service, 20,000 per second of event time. */
final class EngineRecords {
    private static final long STEP_MICROS = 50;
    /** The number of different invented routes. */
    private static final long INVENTED = 1 << 22;

    private EngineRecords() {}

    static LongFunction<ProducerRecord<byte[], byte[]>> json(int routes) {
        return jsonOf(routes, (i, requests, micros) -> requests.next(micros));
    }

    /** Each request has a unique route, in a scrambled order. */
    static LongFunction<ProducerRecord<byte[], byte[]>> invented() {
        return jsonOf(1, (i, requests, micros) -> requests.next(micros, inventedRoute(i)));
    }

    /**
     * Each partition starts with one request for each of {@code routes} routes, so that these are admitted. After that, every other
     * request has one of these routes, and the rest have unique routes.
     */
    static LongFunction<ProducerRecord<byte[], byte[]>> busyAndInvented(int routes) {
        return jsonOf(routes, (i, requests, micros) -> {
            long before = EngineTopic.before(i);
            if (before < routes) {
                return requests.next(micros, (int) before);
            }
            return i % 2 == 0 ? requests.next(micros) : requests.next(micros, routes + inventedRoute(i));
        });
    }

    private static LongFunction<ProducerRecord<byte[], byte[]>> jsonOf(int routes, Event event) {
        Requests requests = new Requests(1, routes);
        long first = firstMicros();
        return i -> record(Codecs.REQUEST_JSON.encode(event.of(i, requests, first + i * STEP_MICROS)));
    }

    /** Multiplying by an odd number permutes the numbers below a power of two. */
    private static int inventedRoute(long i) {
        if (i >= INVENTED) {
            throw new IllegalArgumentException("invented route " + i + ": expected one below " + INVENTED);
        }
        return (int) (i * 2_654_435_761L & INVENTED - 1);
    }

    /**
     * Alternating turns of {@code records} without and with poison, starting without. In turns with poison, one record in a hundred is
     * bad, in all ways of {@link Poison} in turn.
     */
    static LongFunction<ProducerRecord<byte[], byte[]>> poisonedInTurns(int routes, long records) {
        Requests requests = new Requests(1, routes);
        long first = firstMicros();
        Random random = new Random(13);
        return i -> {
            byte[] value = Codecs.REQUEST_JSON.encode(requests.next(first + i * STEP_MICROS));
            return i / records % 2 == 1 && i % 100 == 0 ? Poison.record(i / 100, value, random) : record(value);
        };
    }

    static LongFunction<ProducerRecord<byte[], byte[]>> batches(int routes, int eventsPerBatch) {
        Requests requests = new Requests(1, routes);
        long first = firstMicros();
        return i -> {
            BatchCodec.Batch<RequestEvent> batch = Codecs.REQUEST_BATCH.newBatch(Integer.MAX_VALUE);
            for (long n = i * eventsPerBatch; n < (i + 1) * eventsPerBatch; n++) {
                batch.add(requests.next(first + n * STEP_MICROS));
            }
            ProducerRecord<byte[], byte[]> record = record(batch.toBytes());
            record.headers()
                    .add(
                            Codec.CONTENT_TYPE_HEADER,
                            Codecs.REQUEST_BATCH.contentType().getBytes(StandardCharsets.UTF_8));
            return record;
        };
    }

    static LongFunction<ProducerRecord<byte[], byte[]>> keyed(int routes) {
        Requests requests = new Requests(1, routes);
        long first = firstMicros();
        return i -> {
            RequestEvent event = requests.next(first + i * STEP_MICROS);
            String key = event.service() + " " + event.method() + " " + event.route();
            return new ProducerRecord<>("", key.getBytes(StandardCharsets.UTF_8), Codecs.REQUEST_JSON.encode(event));
        };
    }

    private interface Event {
        RequestEvent of(long i, Requests requests, long timestampMicros);
    }

    private static ProducerRecord<byte[], byte[]> record(byte[] value) {
        return new ProducerRecord<>("", value);
    }

    /** Half an hour ago, so that no request is from the future. */
    private static long firstMicros() {
        return (System.currentTimeMillis() - 1_800_000) * 1000;
    }
}
