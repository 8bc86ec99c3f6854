package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each request is stored once and counted once in each tier, even if the processor is killed repeatedly. */
@Tag("faults")
class RecoveryIT {
    private static final int REQUESTS = 30_000;
    private static final int KILLS = 3;

    private final RunningTidemark tidemark = RunningTidemark.withDemo();

    @Test
    void processor_killedUnderTraffic_storesAndCountsEachRequestOnce() throws Exception {
        String service = "recovery-" + Long.toHexString(System.nanoTime());
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", tidemark.kafka(), "acks", "all", "delivery.timeout.ms", 120_000, "linger.ms", 5);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long storedAtKill = 0;
            for (int sequence = 0; sequence < REQUESTS; sequence++) {
                byte[] value = Topics.REQUESTS.codec().encode(request(service, sequence));
                producer.send(new ProducerRecord<>(Topics.REQUESTS.name(), value));
                if (sequence % (REQUESTS / KILLS) == REQUESTS / KILLS / 2) {
                    producer.flush();
                    long stored = storedAtKill;
                    await("the processor at work again")
                            .atMost(Duration.ofMinutes(3))
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> raw("count(*)", service) > stored);
                    tidemark.kill("stream-processor");
                    storedAtKill = raw("count(*)", service);
                }
            }
            producer.flush();
        }

        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            assertThat(raw("count(*)", service)).isEqualTo(REQUESTS);
            for (String tier : new String[] {"10s", "1m", "1h"}) {
                assertThat(windowed(tier, service)).as(tier).isEqualTo(REQUESTS);
            }
        });
        assertThat(raw("count(DISTINCT trace_id)", service)).isEqualTo(REQUESTS);
    }

    private static RequestEvent request(String service, int sequence) {
        return new RequestEvent(
                Timestamps.toMicros(Instant.now()),
                service,
                "recovery",
                "GET",
                "/route/" + sequence % 7,
                sequence % 50 == 0 ? 500 : 200,
                1_000 + sequence % 977,
                String.format("%032x", sequence + 1),
                String.format("%016x", sequence + 1),
                null,
                null,
                null);
    }

    private long raw(String what, String service) throws SQLException {
        return tidemark.count("SELECT " + what + " FROM request r JOIN label_set l ON l.id = r.label_set_id"
                + " JOIN endpoint e ON e.id = l.endpoint_id JOIN service s ON s.id = e.service_id WHERE s.name = '"
                + service + "'");
    }

    private long windowed(String tier, String service) throws SQLException {
        return tidemark.count("SELECT coalesce(sum(r.count), 0)::bigint FROM rollup_" + tier
                + " r JOIN endpoint e ON e.id = r.endpoint_id JOIN service s ON s.id = e.service_id WHERE s.name = '"
                + service + "'");
    }
}
