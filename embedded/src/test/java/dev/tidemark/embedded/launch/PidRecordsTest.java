package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records are read while they are written: a reader sees a complete record or none. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PidRecordsTest {
    private static final int WRITES = 2_000;
    private static final long OURS = ProcessHandle.current().pid();
    /** A pid that no process has. */
    private static final long NOBODYS = 9_999_999_999L;

    @TempDir
    private Path folder;

    /** A reader that has opened the old record still reads the old content. */
    @Test
    void write_overAnEarlierRecord_replacesTheFile() throws IOException {
        var records = new PidRecords(folder.resolve("pids"));
        records.write("kafka", OURS);
        Path record = folder.resolve("pids/kafka");
        Path asOpened = Files.createLink(folder.resolve("opened"), record);
        List<String> earlier = Files.readAllLines(record);

        records.write("kafka", NOBODYS);

        assertThat(Files.readAllLines(asOpened)).isEqualTo(earlier).hasSize(2);
        assertThat(Files.readAllLines(record)).isEqualTo(List.of(Long.toString(NOBODYS), ""));
    }

    @Test
    void record_readWhileItIsWritten_isCompleteOrAbsent() throws Exception {
        var records = new PidRecords(folder.resolve("pids"));
        records.write("kafka", OURS);
        String whole = Files.readString(folder.resolve("pids/kafka"));
        var done = new AtomicBoolean();
        CompletableFuture<Map<String, Integer>> seen = CompletableFuture.supplyAsync(() -> readUntil(done));

        for (int i = 0; i < WRITES; i++) {
            // Half of the writes replace a record, the others create one.
            if (i % 2 == 0) {
                records.remove("kafka");
            }
            records.write("kafka", OURS);
        }
        done.set(true);

        assertThat(seen.get(1, TimeUnit.MINUTES)).containsOnlyKeys(whole);
        try (var left = Files.list(folder.resolve("pids"))) {
            assertThat(left).containsExactly(folder.resolve("pids/kafka"));
        }
    }

    /** Counts the contents that were read. Reads once more after the last write. */
    private Map<String, Integer> readUntil(AtomicBoolean done) {
        Map<String, Integer> seen = new HashMap<>();
        boolean last;
        do {
            last = done.get();
            try {
                seen.merge(Files.readString(folder.resolve("pids/kafka")), 1, Integer::sum);
            } catch (NoSuchFileException e) {
                // It was just removed.
            } catch (IOException e) {
                seen.put(e.toString(), 1);
            }
        } while (!last);
        return seen;
    }
}
