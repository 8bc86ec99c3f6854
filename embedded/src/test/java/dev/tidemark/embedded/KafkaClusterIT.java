package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaClusterIT {

    @Test
    void writes_withAnyBrokerKilled_continue() throws Exception {
        try (var cluster = new KafkaCluster()) {
            cluster.start();
            Map<String, Object> settings = Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all");
            try (var admin = Admin.create(settings)) {
                admin.createTopics(List.of(new NewTopic("tides", 3, (short) 3)))
                        .all()
                        .get(60, TimeUnit.SECONDS);
            }
            cluster.broker(1).kill();

            try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
                for (int partition = 0; partition < 3; partition++) {
                    var sent = producer.send(new ProducerRecord<>("tides", partition, null, "high"));
                    assertThat(sent.get(60, TimeUnit.SECONDS).offset()).isZero();
                }
            }
        }
    }
}
