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

/** PostgreSQL takes nothing for a while, and much comes in meanwhile. */
@Tag("faults")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class HungIT {
    private static final int HEAP_MEGABYTES = 160;
    /** Far more than the heap could hold: a request that waits takes about a kilobyte. */
    private static final int RECORDS = 400_000;
    /** What the sink may hold on to: a batch is 20,000 requests at most, and what was fetched beside it 8 MiB. */
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
    void lockedTable_memoryStaysBounded_andItResumes() throws Exception {
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
                // The topology goes on meanwhile; then its windows are what they are at the end.
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

    /** The most that it ever holds on to. */
    @Test
    void fullBatch_thatPostgresDoesNotTake_isWithinTheBound() throws Exception {
        try (Scenario scenario = Scenario.on(FULL, folder)) {
            long held = heldByAFullBatch(scenario);

            boolean bounded = held < HELD_MEGABYTES;
            row(FULL, scenario, bounded ? "bounded" : "NOT BOUNDED");
            assertThat(held).as("MiB more than once it is stored").isLessThan(HELD_MEGABYTES);
        }
    }

    /** The control: that the bound is that of a batch, and that what is held beyond it is seen. */
    @Test
    void batchOfTenTimesTheRows_isSeen() throws Exception {
        try (Scenario scenario = Scenario.on(TENFOLD, folder)) {
            scenario.set("tidemark.sink.batch.rows", Integer.toString(WAITING))
                    .set("tidemark.sink.batch.bytes", Integer.toString(1 << 28));
            long held = heldByAFullBatch(scenario);

            boolean seen = held > HELD_MEGABYTES;
            row(TENFOLD, scenario, seen ? "red as it must be" : "NOT RED AS IT MUST BE");
            assertThat(held).as("MiB more than once it is stored").isGreaterThan(HELD_MEGABYTES);
        }
    }

    /** In MiB. A batch is written when it is full and not before, and waits for a lock for as long as it takes to look. */
    private static long heldByAFullBatch(Scenario scenario) throws Exception {
        scenario.set("tidemark.sink.batch.interval", "1h")
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
            // What the topology holds on to is none of the sink's: it is done with all of them.
            Scenario.await("windows of all requests", () -> scenario.counted() == requests(scenario));
            hung = HeapAfterGc.megabytes(processor.child().pid());
            connection.rollback();
        }
        Scenario.await("the rows", () -> scenario.stored() == requests(scenario));
        return hung - HeapAfterGc.megabytes(processor.child().pid());
    }

    /** The one after a claim is not waited for; it was committed once Kafka knows of it. */
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

    /** Without a bound for a batch the same requests are more than the heap. */
    @Test
    void batchWithoutABound_isSeen() throws Exception {
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
            row(CONTROL, scenario, "red as it must be");
        }
    }
}
