package dev.tidemark.processor.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Records that are small when compressed, as the broker measures them, but exceed the size limit of dead letters. */
class LargeDeadLettersIT {
    private static final byte[] NO_LOG = "\u0001\u0002\u0003".getBytes(UTF_8);

    @Test
    void recordWithTooLargeHeaders_blocksNothing() throws Exception {
        List<Header> headers = Collections.nCopies(1_100_000, new RecordHeader("", (byte[]) null));

        ConsumerRecord<byte[], byte[]> deadLetter = deadLetterOf(new byte[0], headers);

        assertThat(deadLetter.value()).isEqualTo(NO_LOG);
        assertThat(Broker.header(deadLetter, DeadLetter.REASON)).isEqualTo("too_large");
        assertThat(Broker.header(deadLetter, DeadLetter.DETAIL))
                .startsWith("a record of 1100000 headers: expected at most 1000");
    }

    @Test
    void recordWithTooLargeKey_blocksNothing() throws Exception {
        ConsumerRecord<byte[], byte[]> deadLetter = deadLetterOf(new byte[3 << 20], List.of());

        assertThat(deadLetter.key()).isNull();
        assertThat(Broker.header(deadLetter, DeadLetter.DETAIL)).contains("key and headers left out");
    }

    @Test
    void recordWithTooLargeContentType_blocksNothing() throws Exception {
        byte[] type = "x".repeat(3 << 20).getBytes(UTF_8);

        ConsumerRecord<byte[], byte[]> deadLetter =
                deadLetterOf(new byte[0], List.of(new RecordHeader(Codec.CONTENT_TYPE_HEADER, type)));

        assertThat(Broker.header(deadLetter, DeadLetter.DETAIL))
                .startsWith("content-type \"xxx")
                .hasSizeLessThan(2_000);
    }

    private static ConsumerRecord<byte[], byte[]> deadLetterOf(byte[] key, List<Header> headers) throws Exception {
        try (SinkFixture fixture = new SinkFixture();
                var producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                fixture.broker.servers(),
                                "compression.type",
                                "zstd",
                                "max.request.size",
                                64 << 20,
                                "buffer.memory",
                                128 << 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            String topic = fixture.topic(Topics.LOGS.name());
            producer.send(new ProducerRecord<>(topic, 0, null, key, NO_LOG, headers))
                    .get();
            String good = "{\"ts\":\"" + Instant.now() + "\",\"message\":\"good\"}";
            producer.send(new ProducerRecord<>(topic, 0, null, good.getBytes(UTF_8)))
                    .get();
            fixture.start();

            SinkFixture.await(() -> fixture.database.number("SELECT count(*) FROM log") == 1);
            assertThat(fixture.broker.deadLetters(topic)).hasSize(1);
            return fixture.broker.deadLetters(topic).get(0);
        }
    }
}
