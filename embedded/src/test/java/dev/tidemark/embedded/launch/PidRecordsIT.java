package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidRecordsIT {

    @TempDir
    private Path folder;

    @Test
    void killOrphans_ofARecordedProcess_killsItAndDeletesTheRecord() throws IOException, InterruptedException {
        Process process = sleeper();
        try {
            var records = new PidRecords(folder);
            records.write("kafka", process.pid());

            assertThat(records.killOrphans()).containsExactly("kafka");
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(records.killOrphans()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void killOrphans_whenAnotherProcessHasThePid_leavesItAlone() throws IOException {
        Process newer = sleeper();
        try {
            var records = new PidRecords(folder);
            records.write("kafka", newer.pid());
            String identity = Files.readAllLines(folder.resolve("kafka")).get(1);
            Files.write(folder.resolve("kafka"), List.of(Long.toString(newer.pid()), "0" + identity));
            Files.writeString(folder.resolve("redis"), "half");

            assertThat(records.killOrphans()).isEmpty();
            assertThat(newer.isAlive()).isTrue();
        } finally {
            newer.destroyForcibly();
        }
    }

    @Test
    void write_ofAnEndedProcess_recordsNoProcess() throws IOException, InterruptedException {
        Process process = sleeper();
        process.destroyForcibly().waitFor();
        var records = new PidRecords(folder);
        records.write("kafka", process.pid());

        assertThat(records.killOrphans()).isEmpty();
    }

    private static Process sleeper() throws IOException {
        return new ProcessBuilder("sleep", "600").start();
    }
}
