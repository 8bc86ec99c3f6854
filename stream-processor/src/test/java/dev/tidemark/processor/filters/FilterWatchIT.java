package dev.tidemark.processor.filters;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.metrics.Sample;
import dev.tidemark.processor.sink.Database;
import dev.tidemark.processor.sink.dimension.CardinalityLimits;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.processor.sink.table.EventTable;
import dev.tidemark.processor.sink.table.Positioned;
import dev.tidemark.processor.sink.table.Rows;
import dev.tidemark.processor.sink.table.SampleTable;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Metrics from counters that the sink has stored. */
class FilterWatchIT {
    private static final String REQUESTS = Topics.REQUESTS.name();
    private static final String LOGS = Topics.LOGS.name();
    private static final String RECORDED = "tidemark_filter_events_recorded";
    private static final String SENT = "tidemark_filter_events_sent";

    private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private Database database = Database.migrated();
    private FilterWatch watch = watch();

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void earlierValues_areNotCounted_andIncreasesOfAllProcessesAreSummed() {
        dropped("a", REQUESTS, "queue_full", 1_000);
        dropped("b", REQUESTS, "queue_full", 20);
        dropped("a", LOGS, "queue_full", 5);
        dropped("a", LOGS, "closed", 5);
        watch.look();
        assertThat(values()).isEmpty();

        now = now.plusSeconds(10);
        dropped("a", REQUESTS, "queue_full", 1_003);
        dropped("b", REQUESTS, "queue_full", 24);
        dropped("b", REQUESTS, "queue_full", 26);
        dropped("a", LOGS, "closed", 15);
        store("a", RECORDED, 70, Map.of("topic", LOGS));
        store("a", SENT, 50, Map.of("topic", LOGS));
        watch.look();

        assertThat(values())
                .isEqualTo(Map.of(
                        "dropped " + REQUESTS + " queue_full", 9.0,
                        "dropped " + LOGS + " closed", 10.0,
                        "recorded " + LOGS, 70.0,
                        "sent " + LOGS, 50.0));
    }

    @Test
    void newProcess_isCountedFromZero_andNothingTwice() {
        watch.look();
        dropped("a", LOGS, "encoding", 7);
        watch.look();
        watch.look();
        now = now.plusSeconds(5);
        dropped("a", LOGS, "encoding", 7);
        watch.look();

        assertThat(values()).isEqualTo(Map.of("dropped " + LOGS + " encoding", 7.0));
    }

    /** A configured name stays the same after a restart. */
    @Test
    void decreasedCounter_belongsToANewProcess() {
        dropped("a", LOGS, "closed", 100);
        watch.look();
        now = now.plusSeconds(10);
        dropped("a", LOGS, "closed", 4);
        watch.look();
        now = now.plusSeconds(10);
        dropped("a", LOGS, "closed", 6);
        watch.look();

        assertThat(values()).isEqualTo(Map.of("dropped " + LOGS + " closed", 6.0));
    }

    @Test
    void processWithAWrongClock_isCounted() {
        Instant here = now;
        watch.look();
        now = here.minus(Duration.ofHours(3));
        dropped("a", LOGS, "closed", 3);
        now = here.plus(Duration.ofHours(3));
        dropped("b", LOGS, "closed", 4);
        now = here.plusSeconds(10);
        watch.look();

        assertThat(values()).isEqualTo(Map.of("dropped " + LOGS + " closed", 7.0));
    }

    /** Its samples waited in Kafka while nobody stored them. */
    @Test
    void processSilentForDays_continuesFromItsLastValue() {
        dropped("a", LOGS, "closed", 100);
        now = now.plus(Duration.ofDays(6));
        watch.look();
        dropped("a", LOGS, "closed", 103);
        watch.look();

        assertThat(values()).isEqualTo(Map.of("dropped " + LOGS + " closed", 3.0));
    }

    @Test
    void unknownTopicsAndReasons_shareOneLabel() {
        watch.look();
        dropped("a", "evil", "queue_full", 1);
        dropped("a", LOGS, "evil", 2);
        dropped("a", Topics.ROLLUPS.name(), "worse", 4);
        store("a", RECORDED, 8, Map.of());
        store("a", SENT, 16, Map.of("topic", "evil", "reason", "evil"));
        store("a", RECORDED + "_too", 32, Map.of("topic", LOGS));
        dropped("a", LOGS, "closed", -1);
        dropped("b", LOGS, "closed", 1e300);
        dropped("c", LOGS, "closed", Double.NaN);
        dropped("d", LOGS, "closed", Double.POSITIVE_INFINITY);
        watch.look();

        assertThat(values())
                .isEqualTo(Map.of(
                        "dropped (other) queue_full",
                        1.0,
                        "dropped " + LOGS + " (other)",
                        2.0,
                        "dropped (other) (other)",
                        4.0,
                        "recorded (other)",
                        8.0,
                        "sent (other)",
                        16.0));
    }

    @Test
    void postgresDown_changesNothing_isLoggedOnce_andIsCaughtUpLater() {
        try (PostgresServer server = new PostgresServer(PostgresSettings.temporary());
                Log log = new Log()) {
            server.start();
            database = Database.migrated(server);
            watch.close();
            watch = watch();
            server.stop(PostgresServer.StopMode.IMMEDIATE);
            watch.look();
            watch.look();
            assertThat(watch.samples()).as("nothing is known yet").isEmpty();
            server.start();
            dropped("a", LOGS, "closed", 100);
            watch.look();
            now = now.plusSeconds(10);
            dropped("a", LOGS, "closed", 101);
            watch.look();
            Map<String, Double> before = values();
            assertThat(before).isEqualTo(Map.of("dropped " + LOGS + " closed", 1.0));

            dropped("a", LOGS, "closed", 103);
            dropped("ended", LOGS, "closed", 10);
            server.stop(PostgresServer.StopMode.IMMEDIATE);
            watch.look();
            now = now.plus(Duration.ofHours(4));
            watch.look();
            assertThat(values()).isEqualTo(before);
            server.start();
            watch.look();
            assertThat(values()).isEqualTo(Map.of("dropped " + LOGS + " closed", 13.0));
            assertThat(log.lines())
                    .as("one per outage")
                    .hasSize(2)
                    .allMatch(line ->
                            line.startsWith("WARN The filters' counters could not be read from jdbc:postgresql:"));
        }
    }

    @Test
    void start_readsBeforeItReturns_andRegularly_andCloseEndsItsSession() {
        dropped("a", LOGS, "closed", 100);
        watch.start(Duration.ofMillis(20));
        assertThat(watch.samples()).isNotEmpty();
        now = now.plusSeconds(10);
        dropped("a", LOGS, "closed", 102);

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> values().equals(Map.of("dropped " + LOGS + " closed", 2.0)));
        assertThat(sessions()).isOne();
        watch.close();
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> sessions() == 0);
    }

    private FilterWatch watch() {
        return new FilterWatch(new PostgresConnector(database.settings()), clock);
    }

    private void dropped(String process, String topic, String reason, double value) {
        store(process, "tidemark_filter_events_dropped", value, Map.of("topic", topic, "reason", reason));
    }

    /** A sample as the sink stores it. */
    private void store(String process, String name, double value, Map<String, String> metadata) {
        SampleEvent event = new SampleEvent(
                Timestamps.toMicros(now), "checkout", process, MetricType.SYSTEM, name, value, metadata);
        try (Connection connection = database.connect()) {
            EventTable.Prepared<SampleEvent> prepared = new SampleTable(CardinalityLimits.defaults(), clock)
                    .prepare(
                            connection,
                            Rows.of(List.of(new Positioned<>(
                                    event, new ConsumerRecord<>("samples", 0, 0, new byte[0], new byte[0])))));
            assertThat(prepared.copy().into(connection)).isOne();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The values other than 0, by metric and labels. */
    private Map<String, Double> values() {
        return watch.samples().stream()
                .filter(sample -> sample.value() != 0)
                .collect(Collectors.toMap(
                        sample -> sample.descriptor().name().replaceAll("filter_events_|_total", "") + " "
                                + String.join(" ", sample.labels()),
                        Sample::value));
    }

    private long sessions() {
        return database.number("SELECT count(*) FROM pg_stat_activity"
                + " WHERE application_name = 'tidemark-filters' AND datname = current_database()");
    }

    /** The samples of the watch. */
    private static final class Log implements AutoCloseable {
        private final Logger logger = (Logger) LoggerFactory.getLogger(FilterWatch.class);
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

        Log() {
            logger.setLevel(Level.WARN);
            logger.setAdditive(false);
            appender.start();
            logger.addAppender(appender);
        }

        List<String> lines() {
            return appender.list.stream()
                    .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                    .toList();
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
            logger.setAdditive(true);
            logger.setLevel(null);
        }
    }
}
