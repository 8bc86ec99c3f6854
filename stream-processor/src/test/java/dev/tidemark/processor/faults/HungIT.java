package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL blocks for a while, and many requests arrive meanwhile. */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class HungIT {
    private static final int HEAP_MEGABYTES = 160;
    /** Far more than fits in the heap: a waiting request takes about a kilobyte. */
    private static final int RECORDS = 400_000;
    /** The memory that the sink may hold: a batch of at most 20,000 requests, plus 8 MiB of fetched records. */
    private static final int HELD_MEGABYTES = 40;

    private static final String FULL = "d. PostgreSQL hung while a batch is full";
    private static final String TENFOLD = "d. control: a batch of ten times the rows";
    private static final String CONTROL = "d. control: a batch without a bound";
    /** Ten full batches, or one of the control's. */
    private static final int WAITING = 200_000;

    private static final String WAITS = """
            SELECT count(*) FROM pg_stat_activity
            WHERE application_name = 'tidemark-sink-requests' AND wait_event_type = 'Lock'
              AND datname = current_database()
            """;

    @TempDir
    Path folder;

    @Test
    void lockedTable_memoryStaysBounded_andStoringResumes() throws Exception {
        try (Scenario scenario = Scenario.on(
                "d. PostgreSQL hung for 15 s and more, " + RECORDS + " requests into " + HEAP_MEGABYTES
                        + " MiB of heap",
                folder)) {
            Traffic traffic = scenario.traffic(TrafficGenerator.withoutBatches(42));
            Processor processor =
                    scenario.processor("one", HEAP_MEGABYTES, null).start();
            long hung;
            traffic.send(1_000);
            scenario.awaitStored(500);
            try (Connection connection = scenario.database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE request IN ACCESS EXCLUSIVE MODE");
                scenario.fault();
                traffic.send(RECORDS);
                // The topology continues meanwhile; afterwards its windows have their final values.
                Scenario.await("windows of most requests", () -> scenario.counted() > RECORDS * 4 / 5);
                Scenario.letPass(Duration.ofSeconds(15));
                hung = HeapAfterGc.megabytes(processor.child().pid());
                connection.rollback();
                scenario.faultEnds();
            }

            scenario.assertExact();
            assertThat(processor.child().isAlive()).isTrue();
            assertThat(hung - HeapAfterGc.megabytes(processor.child().pid()))
                    .as("MiB more than once all is stored")
                    .isLessThan(HELD_MEGABYTES);
        }
    }

    /** The most that the sink ever holds. */
    @Test
    void fullBatch_whilePostgresBlocks_isWithinTheBound() throws Exception {
        try (Scenario scenario = Scenario.on(FULL, folder)) {
            long held = heldByAFullBatch(scenario);

            boolean bounded = held < HELD_MEGABYTES;
            row(FULL, scenario, bounded ? "bounded" : "NOT BOUNDED");
            assertThat(held).as("MiB more than once it is stored").isLessThan(HELD_MEGABYTES);
        }
    }

    /** Negative control: the bound is that of one batch, and holding more is detected. */
    @Test
    void batchOfTenTimesTheRows_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on(TENFOLD, folder)) {
            scenario.set("tidemark.sink.batch.rows", Integer.toString(WAITING))
                    .set("tidemark.sink.batch.bytes", Integer.toString(1 << 28));
            long held = heldByAFullBatch(scenario);

            boolean seen = held > HELD_MEGABYTES;
            row(TENFOLD, scenario, seen ? "detected, as expected" : "NOT DETECTED");
            assertThat(held).as("MiB more than once it is stored").isGreaterThan(HELD_MEGABYTES);
        }
    }

    /** In MiB. A batch is written when it is full, and then waits for the lock while its memory is measured; the last one need not be full. */
    private static long heldByAFullBatch(Scenario scenario) throws Exception {
        scenario.set("tidemark.sink.batch.interval", "1m")
                .set("tidemark.sink.heartbeat", "1h")
                .set("tidemark.postgres.lock.timeout", "5m")
                .set("tidemark.postgres.statement.timeout", "6m")
                .set("tidemark.sink.max.poll.interval", "20m");
        Processor processor =
                scenario.processor("one", 2 * HEAP_MEGABYTES, null).start();
        awaitFirstWrite(scenario);
        long hung;
        try (Connection connection = scenario.database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE request IN ACCESS EXCLUSIVE MODE");
            scenario.fault();
            TrafficGenerator generator = new TrafficGenerator(42);
            scenario.traffic(() -> Outgoing.good(generator.request(Duration.ZERO)))
                    .send(WAITING);
            Scenario.await("a full batch that waits for the lock", () -> scenario.database.number(WAITS) == 1);
            // Memory of the topology must not count as the sink's: wait until it has processed all requests.
            Scenario.await("windows of all requests", () -> scenario.counted() == requests(scenario));
            hung = HeapAfterGc.megabytes(processor.child().pid());
            connection.rollback();
        }
        Scenario.await("the rows", () -> scenario.stored() == requests(scenario));
        return hung - HeapAfterGc.megabytes(processor.child().pid());
    }

    /** Waits until the first write after a claim is committed; its offset is then in Kafka. */
    private static void awaitFirstWrite(Scenario scenario) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", scenario.bootstrapServers))) {
            Scenario.await(
                    "the first write",
                    () -> !admin.listConsumerGroupOffsets("tidemark-sink-requests")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .isEmpty());
        }
    }

    private static long requests(Scenario scenario) {
        return scenario.ledger.expected().rows().size();
    }

    private static void row(String title, Scenario scenario, String verdict) {
        new Row(title, 1, scenario.ledger.produced(), scenario.stored(), 0, 0, 0, verdict).write();
    }

    /** Without a bound on the batch, the same requests exceed the heap. */
    @Test
    void batchWithoutABound_isDetected() throws Exception {
        try (Scenario scenario = Scenario.on(CONTROL, folder)) {
            Traffic traffic = scenario.traffic(TrafficGenerator.withoutBatches(42));
            traffic.send(RECORDS);
            scenario.set("tidemark.sink.batch.rows", "1000000")
                    .set("tidemark.sink.batch.bytes", Integer.toString(1 << 28))
                    .set("tidemark.sink.batch.interval", "1h")
                    .set("tidemark.sink.heartbeat", "1h");
            Processor processor =
                    scenario.processor("one", HEAP_MEGABYTES, List.of()).start();
            scenario.fault();

            Scenario.await("the end of the processor", () -> !processor.child().isAlive());
            assertThat(processor.child().tail(100)).contains("OutOfMemoryError");
            row(CONTROL, scenario, "detected, as expected");
        }
    }
}
