package dev.tidemark.ingest.delivery.kafka;

/** Opens producers. */
public interface EventProducers {

    /** @throws RuntimeException if no server name can be resolved, or a property is wrong */
    EventProducer open(String clientId);
}
