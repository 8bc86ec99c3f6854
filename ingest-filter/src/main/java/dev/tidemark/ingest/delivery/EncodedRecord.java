package dev.tidemark.ingest.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A record on its way to Kafka.
 *
 * @param contentType the encoding if it differs from the topic's default
 * @param events the number of events in it, which are sent or lost together
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record EncodedRecord(
        String topic,
        byte @Nullable [] key,
        byte[] value,
        @Nullable String contentType,
        int events) {}
