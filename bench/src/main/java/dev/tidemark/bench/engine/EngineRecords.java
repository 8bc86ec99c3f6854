package dev.tidemark.bench.engine;

import dev.tidemark.bench.traffic.Requests;
import dev.tidemark.wire.codec.BatchCodec;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Makes the records of a stretch by number: requests of one service, 20,000 a second. */
final class EngineRecords {
    private static final long STEP_MICROS = 50;

    private EngineRecords() {}

    static LongFunction<ProducerRecord<byte[], byte[]>> json(int routes) {
        Requests requests = new Requests(1, routes);
        long first = firstMicros();
        return i -> record(Codecs.REQUEST_JSON.encode(requests.next(first + i * STEP_MICROS)));
    }

    /**
     * Turns of {@code records} without and with poison, the first without: of those with, one in a hundred is noise, or an event that
     * was cut off.
     */
    static LongFunction<ProducerRecord<byte[], byte[]>> poisonedInTurns(int routes, long records) {
        Requests requests = new Requests(1, routes);
        long first = firstMicros();
        Random random = new Random(13);
        return i -> {
            byte[] value = Codecs.REQUEST_JSON.encode(requests.next(first + i * STEP_MICROS));
            if (i / records % 2 == 1 && i % 100 == 0) {
                if (i % 200 == 0) {
                    random.nextBytes(value);
                } else {
                    value = Arrays.copyOf(value, random.nextInt(value.length));
                }
            }
            return record(value);
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

    private static ProducerRecord<byte[], byte[]> record(byte[] value) {
        return new ProducerRecord<>("", value);
    }

    /** Ten minutes ago, so that no request is from the future. */
    private static long firstMicros() {
        return (System.currentTimeMillis() - 600_000) * 1000;
    }
}
