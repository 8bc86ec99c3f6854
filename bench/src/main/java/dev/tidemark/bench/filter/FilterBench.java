package dev.tidemark.bench.filter;

import dev.tidemark.bench.measure.Ratio;
import dev.tidemark.bench.measure.Ratio.Goal;
import dev.tidemark.bench.traffic.FilterProducer;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The cost of one request for the thread that serves it: two clock readings and handing the request to the filter's queue. Requests
 * come in bursts that fit the queue, which is emptied between bursts outside of the measured time, because dropping is cheap. No trace
 * is created, and records for Kafka are encoded in advance, so only the hand-over is compared. Each burst is followed by one with
 * Micrometer's timer and one with {@code send}. The first {@value #BURSTS} bursts warm up the compiler.
 *
 * <p>Not measured: the thread that encodes and sends, several concurrent request threads, and the filter's work before the hand-over.
 */
public final class FilterBench {
    private static final int BURST = 8_192;
    private static final int BURSTS = 40;
    private static final int ROUTES = 50;

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    private final String[] routes = new String[ROUTES];
    private final byte[][] encoded = new byte[ROUTES][];

    public FilterBench() {
        for (int i = 0; i < ROUTES; i++) {
            routes[i] = "/orders/{id}/items/" + i;
            encoded[i] = Codecs.REQUEST_JSON.encode(
                    new RequestEvent(0, "checkout", "shop-1", "GET", routes[i], 200, 1, TRACE, SPAN, null, null, null));
        }
    }

    public List<Ratio> run() {
        try (KafkaBroker broker = new KafkaBroker(KafkaSettings.temporary())) {
            broker.start();
            String servers = broker.bootstrapServers();
            new TopicDeclaration(Map.of("bootstrap.servers", servers), Duration.ofSeconds(30), -1).declare();
            try (Tidemark tidemark = Tidemark.builder()
                            .serviceName("checkout")
                            .bootstrapServers(servers)
                            .set(FilterSetting.SAMPLE_INTERVAL, "0s")
                            .build();
                    Producer<byte[], byte[]> producer = FilterProducer.open(servers)) {
                return run(tidemark, producer);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("bench filter was interrupted", e);
        }
    }

    private List<Ratio> run(Tidemark tidemark, Producer<byte[], byte[]> producer) throws InterruptedException {
        MeterRegistry registry = new SimpleMeterRegistry();
        double[] timer = new double[BURSTS];
        double[] send = new double[BURSTS];
        for (int i = -BURSTS; i < BURSTS; i++) {
            if (i % (BURSTS / 2) == 0) {
                System.err.printf(Locale.ROOT, "filter: burst %d of %d%s%n", i, BURSTS, i < 0 ? ", to warm up" : "");
            }
            double ours = nanos(() -> record(tidemark));
            if (!tidemark.flush(Duration.ofSeconds(30))) {
                throw new IllegalStateException("Kafka did not take a burst of requests within 30 s");
            }
            double timed = nanos(() -> time(registry));
            double sent = nanos(() -> send(producer));
            producer.flush();
            if (i >= 0) {
                timer[i] = ours / timed;
                send[i] = ours / sent;
            }
            if (i == BURSTS - 1) {
                System.err.printf(
                        Locale.ROOT,
                        "last burst: filter %.0f ns, Micrometer's timer %.0f ns, send %.0f ns%n",
                        ours,
                        timed,
                        sent);
            }
        }
        long dropped = tidemark.counters().requests().droppedTotal();
        if (dropped > 0) {
            throw new IllegalStateException(dropped + " requests were dropped: expected none");
        }
        return List.of(
                new Ratio("filter_vs_kafka_send", Ratio.median(send), Goal.AT_MOST, 0.5),
                new Ratio("filter_vs_micrometer_timer", Ratio.median(timer), Goal.AT_MOST, 1.0));
    }

    private void record(Tidemark tidemark) {
        for (int i = 0; i < BURST; i++) {
            long start = System.nanoTime();
            String route = routes[i % ROUTES];
            long micros = (System.nanoTime() - start) / 1000;
            tidemark.record(new RequestEvent(
                    start / 1000, "checkout", "shop-1", "GET", route, 200, micros, TRACE, SPAN, null, null, null));
        }
    }

    private void time(MeterRegistry registry) {
        for (int i = 0; i < BURST; i++) {
            long start = System.nanoTime();
            String route = routes[i % ROUTES];
            long nanos = System.nanoTime() - start;
            registry.timer(
                            "http.server.requests",
                            "service",
                            "checkout",
                            "method",
                            "GET",
                            "route",
                            route,
                            "status",
                            "200")
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void send(Producer<byte[], byte[]> producer) {
        for (int i = 0; i < BURST; i++) {
            long start = System.nanoTime();
            byte[] value = encoded[i % ROUTES];
            long end = System.nanoTime();
            var unused = producer.send(
                    new ProducerRecord<>(Topics.REQUESTS.name(), null, Math.max(0, end - start), null, value));
        }
    }

    private static double nanos(Runnable burst) {
        long start = System.nanoTime();
        burst.run();
        return (double) (System.nanoTime() - start) / BURST;
    }
}
