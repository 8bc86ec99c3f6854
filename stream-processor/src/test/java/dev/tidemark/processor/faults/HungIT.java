package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    private static final String CONTROL = "d. control: a batch without a bound";

    @TempDir
    Path folder;

    @Test
    void lockedTable_memoryStaysBounded_andItResumes() throws Exception {
        try (Stage stage = Stage.on(
                "d. PostgreSQL hung for 15 s and more, " + RECORDS + " requests into " + HEAP_MEGABYTES
                        + " MiB of heap",
                folder)) {
            Traffic traffic = stage.traffic();
            Processor processor = stage.processor("one", HEAP_MEGABYTES, null).start();
            long hung;
            traffic.send(1_000);
            stage.awaitStored(500);
            try (Connection connection = stage.database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE request IN ACCESS EXCLUSIVE MODE");
                stage.fault();
                traffic.send(RECORDS);
                // The topology goes on meanwhile; then its windows are what they are at the end.
                Stage.await("windows of most requests", () -> stage.counted() > RECORDS * 4 / 5);
                Stage.letPass(Duration.ofSeconds(15));
                hung = HeapAfterGc.megabytes(processor.child().pid());
                connection.rollback();
                stage.faultEnds();
            }

            stage.assertExact();
            assertThat(processor.child().isAlive()).isTrue();
            assertThat(hung - HeapAfterGc.megabytes(processor.child().pid()))
                    .as("MiB more than once all is stored")
                    .isLessThan(HELD_MEGABYTES);
        }
    }

    /** Without a bound for a batch the same requests are more than the heap. */
    @Test
    void batchWithoutABound_isSeen() throws Exception {
        try (Stage stage = Stage.on(CONTROL, folder)) {
            Traffic traffic = stage.traffic();
            traffic.send(RECORDS);
            stage.set("tidemark.sink.batch.rows", "1000000")
                    .set("tidemark.sink.batch.bytes", Integer.toString(1 << 28))
                    .set("tidemark.sink.batch.interval", "1h")
                    .set("tidemark.sink.heartbeat", "1h");
            Processor processor =
                    stage.processor("one", HEAP_MEGABYTES, List.of()).start();
            stage.fault();

            Stage.await("the end of the processor", () -> !processor.child().isAlive());
            assertThat(processor.child().tail(100)).contains("OutOfMemoryError");
            new Row(CONTROL, 1, stage.ledger.produced(), stage.stored(), 0, 0, 0, "red as it must be").write();
        }
    }
}
