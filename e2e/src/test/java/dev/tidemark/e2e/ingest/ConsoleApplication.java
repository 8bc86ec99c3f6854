package dev.tidemark.e2e.ingest;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events through the filter and prints how many arrived, or sends one with a plain producer. */
final class ConsoleApplication {
    private ConsoleApplication() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[1].equals("plain")) {
            plain(arguments[0]);
            return;
        }
        Tidemark tidemark = Tidemark.builder()
                .serviceName("console")
                .bootstrapServers(arguments[0])
                .set(FilterSetting.INSTANCE, "console-1")
                .build();
        for (int i = 0; i < 2_000; i++) {
            tidemark.record(
                    new RequestEvent(1, "console", "console-1", "GET", "/a", 200, i, null, null, null, null, null));
        }
        for (int i = 0; i < 100; i++) {
            tidemark.log(new LogEvent(
                    1, "console", "console-1", LogLevel.INFO, "a.B", "main", "a", null, null, null, null, Map.of()));
        }
        tidemark.flush(Duration.ofSeconds(40));
        System.out.println("sent="
                + (tidemark.counters().requests().sent()
                        + tidemark.counters().logs().sent()));
        tidemark.close();
    }

    private static void plain(String servers) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.REQUESTS.name(), new byte[1]))
                    .get();
        }
    }
}
