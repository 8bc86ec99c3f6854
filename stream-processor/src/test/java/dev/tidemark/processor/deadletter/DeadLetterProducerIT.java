package dev.tidemark.processor.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.processor.LogEnds;
import dev.tidemark.wire.topic.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another thread sends dead letters, yet they belong to the transaction in which they were sent. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DeadLetterProducerIT {
    /** More than the thread's queue holds, plus an incomplete list. */
    private static final int MANY = 5_100;

    private static final TopicPartition PARTITION = new TopicPartition(DeadLetter.TOPIC, 0);
    private static final KafkaBroker BROKER = new KafkaBroker(KafkaSettings.temporary());
    private static final AtomicInteger PRODUCERS = new AtomicInteger();

    private final AtomicInteger acknowledged = new AtomicInteger();
    private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
    private @Nullable DeadLetterProducer opened;
    private long before;

    @BeforeAll
    static void startBroker() throws Exception {
        BROKER.start();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(DeadLetter.TOPIC, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @BeforeEach
    void open() {
        opened = new DeadLetterProducer(Map.of(
                "bootstrap.servers",
                BROKER.bootstrapServers(),
                "transactional.id",
                "letters-" + PRODUCERS.incrementAndGet(),
                "max.request.size",
                10_000,
                "linger.ms",
                10,
                "interceptor.classes",
                Trouble.class.getName()));
        opened.initTransactions();
        before = committed().size();
    }

    @AfterEach
    void close() {
        producer().close();
    }

    @Test
    void deadLettersOfACommittedTransaction_arePublishedInOrder() {
        producer().beginTransaction();
        send(0, MANY);
        producer().commitTransaction();

        assertThat(arrived())
                .containsExactlyElementsOf(
                        IntStream.range(0, MANY).mapToObj(Integer::toString).toList());
        assertThat(acknowledged).hasValue(MANY);
    }

    @Test
    void deadLettersOfAnAbortedTransaction_areNotPublished_notEvenLater() {
        producer().beginTransaction();
        send(0, MANY);
        producer().abortTransaction();
        producer().beginTransaction();
        send(MANY, MANY + 1);
        producer().commitTransaction();

        assertThat(arrived()).containsExactly(Integer.toString(MANY));
    }

    @Test
    void flush_waitsUntilAllDeadLettersAreAcknowledged() {
        producer().beginTransaction();
        send(0, MANY);
        producer().flush();

        assertThat(acknowledged).hasValue(MANY);
    }

    @Test
    void deadLetterThatCannotBeSent_failsItAndLaterOnes_andNothingIsCommitted() {
        producer().beginTransaction();
        send(0, 1);
        producer().send(deadLetter("x".repeat(20_000)), this::done);
        send(1, 1_000);
        producer().flush();

        // The dead letter before it may not have been sent yet.
        assertThat(failures.size()).isBetween(1_000, 1_001);
        assertThat(failures.size() + acknowledged.get()).isEqualTo(1_001);
        assertThat(failures.peek()).isInstanceOf(RecordTooLargeException.class);
        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> producer().commitTransaction())
                .withMessageContaining("a dead letter was not sent");
        producer().abortTransaction();
        assertThat(arrived()).isEmpty();

        producer().beginTransaction();
        send(0, 1);
        producer().commitTransaction();
        assertThat(arrived()).containsExactly("0");
    }

    @Test
    void deadLetterWhoseSendThrowsAnError_fails() {
        producer().beginTransaction();
        send(0, 10);
        producer().send(deadLetter(Trouble.ERROR), this::done);
        send(10, 20);
        producer().flush();

        assertThat(failures).hasSize(11).allSatisfy(e -> assertThat(e).hasRootCauseMessage(Trouble.ERROR));
        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> producer().commitTransaction())
                .withMessageContaining("a dead letter was not sent");
        producer().abortTransaction();
        assertThat(arrived()).isEmpty();
    }

    @Test
    void deadLetterWithoutCallback_isSentOrFails() {
        producer().beginTransaction();
        producer().send(deadLetter("alone"));
        producer().commitTransaction();
        assertThat(arrived()).containsExactly("alone");

        producer().beginTransaction();
        producer().send(deadLetter("x".repeat(20_000)));
        producer().send(deadLetter("behind"));
        send(0, 1);
        producer().flush();
        assertThat(failures).hasSize(1);
        producer().abortTransaction();
    }

    @Test
    void queuedDeadLetters_areBoundedInBytes() throws Exception {
        int deadLetters = 2_000;
        int size = 9_000;
        AtomicInteger taken = new AtomicInteger();
        producer().beginTransaction();
        producer().send(deadLetter(Trouble.WAIT), this::done);
        Thread stream = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < deadLetters; i++) {
                producer().send(deadLetter("x".repeat(size)), this::done);
                taken.incrementAndGet();
            }
        });
        await().atMost(Duration.ofMinutes(3)).until(() -> stream.getState() == Thread.State.WAITING);

        // Eight lists are queued, one is being sent, and one waits to be queued.
        assertThat(taken.get() * size).isBetween(8 * (256 << 10), 10 * ((256 << 10) + size));
        Trouble.OVER.countDown();
        stream.join();
        producer().commitTransaction();
        assertThat(arrived()).hasSize(deadLetters + 1);
    }

    /** The fate of a dead letter while it is sent, chosen by its value. */
    public static final class Trouble implements ProducerInterceptor<byte[], byte[]> {
        static final String ERROR = "an error";
        static final String WAIT = "wait";
        static final CountDownLatch OVER = new CountDownLatch(1);

        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
            String value = new String(record.value(), StandardCharsets.UTF_8);
            if (value.equals(ERROR)) {
                throw new LinkageError(ERROR);
            }
            if (value.equals(WAIT)) {
                try {
                    OVER.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return record;
        }

        @Override
        public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception exception) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    private DeadLetterProducer producer() {
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) {
            producer().send(deadLetter(Integer.toString(i)), this::done);
        }
    }

    private void done(@Nullable RecordMetadata metadata, @Nullable Exception e) {
        if (e == null) {
            acknowledged.incrementAndGet();
        } else {
            failures.add(e);
        }
    }

    private static ProducerRecord<byte[], byte[]> deadLetter(String value) {
        return new ProducerRecord<>(DeadLetter.TOPIC, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything committed since the test began. */
    private List<String> arrived() {
        List<String> all = committed();
        return all.subList((int) before, all.size());
    }

    private static List<String> committed() {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", BROKER.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            long end = LogEnds.of(BROKER.bootstrapServers(), List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            List<String> values = new ArrayList<>();
            while (consumer.position(PARTITION) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
            return values;
        }
    }
}
