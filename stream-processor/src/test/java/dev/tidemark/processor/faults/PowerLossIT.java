package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.processor.sink.BrokerCopy;
import dev.tidemark.processor.sink.StoredCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker's machine loses power, and its log the end: an earlier copy of the log is put in place, while PostgreSQL and the state
 * directory are newer. More is appended afterwards than was lost.
 */
@Tag("faults")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PowerLossIT {
    private static final int FIRST = 1_000;
    private static final int UNREAD_IN_COPY = 3_000;
    private static final int LOST = 500;
    private static final int AFTERWARDS = 1_000;
    private static final int ALL = FIRST + UNREAD_IN_COPY + LOST + AFTERWARDS;

    @TempDir
    Path folder;

    @Test
    void processorStopped_everyRequestIsStoredOnce() throws Exception {
        try (Broken broken = new Broken("p. power loss of the broker, processor stopped")) {
            broken.processor.stop();
            broken.loseTheEnd();
            broken.processor.start();
            broken.assertStoredOnce();
        }
    }

    @Test
    void processorKilled_everyRequestIsStoredOnce() throws Exception {
        try (Broken broken = new Broken("p. power loss of the broker, processor killed")) {
            broken.processor.kill();
            broken.loseTheEnd();
            broken.processor.start();
            broken.assertStoredOnce();
        }
    }

    @Test
    void processorRunning_everyRequestIsStoredOnce() throws Exception {
        try (Broken broken = new Broken("p. power loss of the broker, processor running")) {
            broken.loseTheEnd();
            broken.assertStoredOnce();
        }
    }

    @Test
    void lastRecordNotCompared_isDetected() throws Exception {
        try (Broken broken =
                new Broken("p. control: the last record is not compared", Mechanism.LAST_RECORD_IS_COMPARED)) {
            broken.processor.stop();
            broken.loseTheEnd();
            broken.processor.start();
            broken.scenario.awaitSettled();
            assertThat(broken.scenario.stored()).isBetween(ALL - AFTERWARDS + 1L, ALL - 1L);
            broken.row("detected, as expected");
        }
    }

    /** A processor that has stored more than its broker will have. */
    private final class Broken implements AutoCloseable {
        private final KafkaBroker broker = new KafkaBroker(
                KafkaSettings.fixed(folder.resolve("kafka"), folder.resolve("kafka.log"), FreePorts.next()));
        private final BrokerCopy copy = new BrokerCopy(broker, folder);
        private final TrafficGenerator requests = new TrafficGenerator(7);
        private final Ledger ledger = new Ledger();
        private final String title;
        private final Scenario scenario;
        private final Processor processor;

        Broken(String title, Mechanism... without) throws Exception {
            this.title = title;
            broker.start();
            scenario = new Scenario(title, folder, broker.bootstrapServers(), Backends.postgres());
            processor = scenario.faulty("one", without).start();
            send(FIRST);
            scenario.awaitSettled();
            processor.stop();
            send(UNREAD_IN_COPY);
            copy.take();
            processor.start();
            send(LOST);
            scenario.awaitSettled();
            assertThat(scenario.stored()).isEqualTo(FIRST + UNREAD_IN_COPY + LOST);
            assertThat(scenario.counted()).isEqualTo(FIRST + UNREAD_IN_COPY + LOST);
            assertThat(scenario.database.number("SELECT count(*) FROM sink_loss"))
                    .as("a restart alone is no loss")
                    .isZero();
        }

        /** With a new producer each time, because the broker forgets the former one. */
        private void send(int count) {
            try (Traffic traffic = new Traffic(
                    broker.bootstrapServers(), () -> Outgoing.good(requests.request(Duration.ZERO)), ledger)) {
                traffic.send(count);
            }
        }

        void loseTheEnd() throws Exception {
            copy.restore();
            scenario.fault();
            send(AFTERWARDS);
        }

        void assertStoredOnce() {
            scenario.awaitSettled();
            assertThat(scenario.stored()).isEqualTo(ALL);
            assertThat(scenario.database.number("SELECT count(DISTINCT (trace_id, span_id)) FROM request"))
                    .isEqualTo(ALL);
            assertThat(scenario.database.number(
                            "SELECT count(*) FROM sink_loss WHERE reason = 'cut_off' AND topic LIKE '%requests%'"))
                    .isPositive();
            // Requests that Kafka lost may be missing in windows that more requests came into afterwards; none counts
            // twice.
            assertThat(scenario.counted()).isBetween((long) ALL - LOST, (long) ALL);
            assertThat(StoredCalls.in(scenario.database).equals(ledger.expectedCalls()))
                    .as("each summary of calls is in its windows once, those that Kafka lost, too")
                    .isTrue();
            row("each stored once");
        }

        private void row(String verdict) {
            new Row(title, 1, ALL, scenario.stored(), 0, 0, 0, verdict).write();
        }

        @Override
        public void close() throws Exception {
            scenario.close();
            broker.close();
        }
    }
}
