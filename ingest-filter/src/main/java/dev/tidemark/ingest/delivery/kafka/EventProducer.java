package dev.tidemark.ingest.delivery.kafka;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the filter needs of Kafka's producer. None of Kafka's types is in it, because its implementation uses other
 * classes of the same names than the application does ({@link KafkaClassLoader}).
 */
public interface EventProducer {

    /**
     * Hands over a record.
     *
     * @param contentType the encoding, for a header; null for the topic's default
     * @param answer is called once: within this call, or later on the producer's I/O thread
     * @throws RuntimeException if the producer is broken. The record may or may not have been taken
     */
    void send(String topic, byte @Nullable [] key, byte[] value, @Nullable String contentType, Answer answer);

    /** Waits at most {@code timeout} for answers; afterwards all unanswered records fail. */
    void close(Duration timeout);

    /** Receives what became of a record. */
    interface Answer {
        void answered(Outcome outcome);
    }

    /** What became of a record. */
    enum Outcome {
        STORED,
        /** Metadata or memory did not arrive in time. */
        TIMED_OUT,
        TOO_LARGE,
        /** Kafka rejected it, or the producer was closed. */
        FAILED
    }
}
