package dev.tidemark.e2e.ingest;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.RequestEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An application with the filter and a Kafka client of its own, which finds no broker. Records 20 requests a second until
 * its standard input ends. With a second argument, another plain producer takes the filter's place.
 */
final class IdleApplication {
    private IdleApplication() {}

    public static void main(String[] arguments) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Thread input = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {}
            } catch (IOException e) {
                // Ended, too.
            }
            ended.set(true);
        });
        input.setDaemon(true);
        input.start();
        try (var own = producer("own", "127.0.0.1:1")) {
            if (arguments.length > 1) {
                plain(arguments[0], ended);
            } else {
                filter(arguments[0], ended);
            }
            own.close(Duration.ZERO);
        }
    }

    private static void filter(String servers, AtomicBoolean ended) throws InterruptedException {
        Tidemark tidemark = Tidemark.builder()
                .serviceName("idle")
                .bootstrapServers(servers)
                .set(FilterSetting.INSTANCE, "idle-1")
                .build();
        for (int i = 0; !ended.get(); i++) {
            tidemark.record(new RequestEvent(1, "idle", "idle-1", "GET", "/a", 200, i, null, null, null, null, null));
            TimeUnit.MILLISECONDS.sleep(50);
        }
        long start = System.nanoTime();
        tidemark.close();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        var requests = tidemark.counters().requests();
        System.out.println("closing_millis=" + millis + " recorded=" + requests.recorded() + " sent=" + requests.sent()
                + " dropped=" + requests.droppedTotal() + " ended");
    }

    private static void plain(String servers, AtomicBoolean ended) throws InterruptedException {
        try (var plain = producer("plain", servers)) {
            while (!ended.get()) {
                var unused = plain.send(new ProducerRecord<>("a", new byte[1]));
                TimeUnit.MILLISECONDS.sleep(50);
            }
            plain.close(Duration.ZERO);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String id, String servers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "client.id", id, "max.block.ms", 10),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
