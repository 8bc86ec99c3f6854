package dev.tidemark.processor.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.processor.sink.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names as many and as long as the limits allow fit the heap that {@code ./tidemark up} gives the processor. */
@Tag("faults")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HostileNamesIT {
    private static final int HEAP_MEGABYTES = 512;
    private static final int OUT_OF_MEMORY = 3;
    private static final long MIB = 1L << 20;

    /** What a JVM takes for Kafka Streams and its stores besides names, windows and deltas. */
    private static final long OTHERS = 24 * MIB;

    @TempDir
    private Path folder;

    private final Database database = Database.migrated();

    @Test
    void names_atAllLimits_fitTheHeap_andEachRequestIsCounted() throws Exception {
        long begin = System.nanoTime();
        assertThat(run("limited", "both")).as("%s", log()).isZero();
        Map<String, Long> found = figures();

        assertThat(figure(found, "stored")).isEqualTo(figure(found, "sent"));
        assertThat(figure(found, "requests_accepted_total")).isEqualTo(figure(found, "sent"));
        assertThat(figure(found, "requests_series_overflow_total")).isPositive();
        long estimate = figure(found, "series_memory_bytes")
                + figure(found, "delta_memory_bytes")
                + figure(found, "window_memory_bytes");
        assertThat(figure(found, "series_memory_bytes")).isBetween(80 * MIB, 96 * MIB);
        assertThat(figure(found, "window_memory_bytes")).isBetween(36 * MIB, 77 * MIB);
        assertThat(figure(found, "topology") - figure(found, "before"))
                .as("live bytes on the heap, by the estimate of %s", estimate)
                .isBetween(estimate * 3 / 4, estimate * 5 / 4 + OTHERS);
        assertThat(figure(found, "sink") - figure(found, "topology"))
                .as("live bytes of the caches, of at most 60 MiB")
                .isBetween(30 * MIB, 80 * MIB);
        assertThat(figure(found, "sink")).isLessThan(HEAP_MEGABYTES * MIB * 6 / 10);

        assertThat(database.number("SELECT count(*) FROM request")).isEqualTo(2L * HostileNamesMain.NAMES);
        assertThat(database.number("SELECT count(*) FROM sample")).isEqualTo(2L * HostileNamesMain.NAMES);
        assertThat(database.number("SELECT count(*) FROM label_set")).isEqualTo(HostileNamesMain.NAMES);
        assertThat(database.number("SELECT count(*) FROM metric")).isEqualTo(HostileNamesMain.NAMES);
        assertThat(database.number("SELECT count(*) FROM call")).isEqualTo(HostileNamesMain.NAMES);
        for (String tier : List.of("call_10s", "call_1m", "call_1h")) {
            assertThat(database.number("SELECT sum(count) FROM " + tier)).isEqualTo(4L * HostileNamesMain.NAMES);
        }
        row("m. hostile names at all limits, an hour", figure(found, "sent"), figure(found, "stored"), begin, "exact");
    }

    /** Negative control: the same requests without the limits of memory. */
    @Test
    void series_withoutALimitOfMemory_exceedTheHeap() throws Exception {
        long begin = System.nanoTime();
        assertThat(run("unlimited", "topology")).as("%s", log()).isEqualTo(OUT_OF_MEMORY);
        row("m. control: series without a limit of memory", 0, 0, begin, "detected, as expected");
    }

    /** Negative control: the same names without the limits of memory. */
    @Test
    void cachedIds_withoutALimitOfMemory_exceedTheHeap() throws Exception {
        long begin = System.nanoTime();
        assertThat(run("unlimited", "sink")).as("%s", log()).isEqualTo(OUT_OF_MEMORY);
        row("m. control: cached ids without a limit of memory", 0, 0, begin, "detected, as expected");
    }

    private int run(String limits, String parts) throws IOException, InterruptedException {
        List<String> options = List.of(
                "-Xmx" + HEAP_MEGABYTES + "m", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED");
        List<String> command = new ArrayList<>(JavaCommand.of(HostileNamesMain.class, options));
        command.addAll(List.of(
                limits,
                parts,
                folder.resolve("state").toString(),
                database.settings().url(),
                database.settings().user(),
                database.settings().password()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path output() {
        return folder.resolve("output.log");
    }

    private String log() throws IOException {
        return Files.exists(output()) ? Files.readString(output()) : "";
    }

    /** The lines that are a name and a number. */
    private Map<String, Long> figures() throws IOException {
        Map<String, Long> figures = new HashMap<>();
        for (String line : Files.readAllLines(output())) {
            if (line.matches("[a-z_0-9]+ [0-9]+")) {
                figures.put(line.substring(0, line.indexOf(' ')), Long.valueOf(line.substring(line.indexOf(' ') + 1)));
            }
        }
        return figures;
    }

    private static long figure(Map<String, Long> figures, String name) {
        Long figure = figures.get(name);
        if (figure == null) {
            throw new AssertionError("no " + name + " in " + figures);
        }
        return figure;
    }

    private static void row(String scenario, long produced, long stored, long beginNanos, String verdict) {
        new Row(scenario, 1, produced, stored, 0, 0, (System.nanoTime() - beginNanos) / 1e9, verdict).write();
    }
}
