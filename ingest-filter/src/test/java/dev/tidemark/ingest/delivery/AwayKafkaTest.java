package dev.tidemark.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.tidemark.ingest.delivery.kafka.KafkaProducers;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the application's log says while Kafka cannot be reached. */
class AwayKafkaTest {
    private static final String REFUSED = "127.0.0.1:1";
    private static final String UNKNOWN = "no-such-host.invalid:9092";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Logger> raised = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            lines.add(line.getLoggerName() + " " + line.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        for (String name : List.of("org.apache.kafka", "dev.tidemark")) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(Level.INFO);
            logger.setAdditive(false);
            logger.addAppender(appender);
            raised.add(logger);
        }
    }

    @AfterEach
    void restore() {
        for (Logger logger : raised) {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }

    @Test
    void kafkaAway_logsOneLineEachAndNoneOfKafkas() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String hung = "127.0.0.1:" + silent.getLocalPort();
            List<Delivery> open = new ArrayList<>();
            for (String servers : List.of(REFUSED, UNKNOWN, hung)) {
                Delivery delivery = start(servers);
                delivery.sample(new SampleEvent(1, "shop", "shop-1", MetricType.BUSINESS, "carts", 3, Map.of()));
                open.add(delivery);
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(lines).hasSizeGreaterThanOrEqualTo(3));

            // The application's own client keeps its lines. It is also the control: by the time of its twentieth, ours
            // would have written as many.
            Map<String, Object> own = Map.of("bootstrap.servers", REFUSED, "client.id", "own", "max.block.ms", 1);
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(own, new ByteArraySerializer(), new ByteArraySerializer())) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .untilAsserted(() -> assertThat(about("clientId=own")).hasSizeGreaterThanOrEqualTo(20));
                producer.close(Duration.ZERO);
            }

            assertThat(about("dev.tidemark")).hasSize(3);
            assertThat(about(REFUSED + " cannot be reached")).hasSize(1);
            assertThat(about("no answer from Kafka at " + UNKNOWN)).hasSize(1);
            assertThat(about(hung + " accepts connections, but stores nothing")).hasSize(1);
            assertThat(about("tidemark-")).as("of our producers").isEmpty();
            assertThat(about("Kafka version")).as("of the own producer").hasSize(1);

            lines.clear();
            for (Delivery delivery : open) {
                long start = System.nanoTime();
                delivery.close();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
                assertThat(delivery.counters().samples().droppedTotal()).isEqualTo(1);
            }
            assertThat(lines).hasSize(3).allMatch(line -> line.contains("Tidemark has closed"));
        }
    }

    private List<String> about(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    private static Delivery start(String servers) {
        Settings settings = Settings.read(
                Map.of(
                        KafkaSetting.BOOTSTRAP_SERVERS, servers,
                        FilterSetting.INSTANCE, "shop-1",
                        FilterSetting.CLOSE_TIMEOUT, "1s"),
                Map.of());
        return new Delivery(settings, Redaction.standard(), new KafkaProducers(settings), Duration.ofSeconds(1));
    }
}
