package dev.tidemark.processor.topology;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.processor.topics.TopicDeclaration;
import java.time.Duration;
import java.util.Map;

/** A separate broker for one test, with the topics. */
final class DeclaredKafka {
    private DeclaredKafka() {}

    static KafkaBroker started() {
        KafkaBroker kafka = new KafkaBroker(KafkaSettings.temporary());
        kafka.start();
        new TopicDeclaration(Map.of("bootstrap.servers", kafka.bootstrapServers()), Duration.ofSeconds(30), -1)
                .declare();
        return kafka;
    }
}
