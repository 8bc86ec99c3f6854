package dev.tidemark.processor.disk;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.metrics.Sample;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void folder_hasTheSpaceOfItsFilesNotTheirLength() throws Exception {
        Files.write(Files.createDirectories(folder.resolve("a/b")).resolve("data"), new byte[3 << 20]);
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("index").toFile(), "rw")) {
            sparse.setLength(1L << 30);
        }

        Map<String, Double> values = measured(folder.toString(), 0);

        assertThat(requireNonNull(values.get("folder_used_bytes[state]"))).isBetween(3.0 * (1 << 20), 4.0 * (1 << 20));
        assertThat(requireNonNull(values.get("folder_free_bytes[state]"))).isPositive();
        assertThat(requireNonNull(values.get("folder_disk_bytes[state]")))
                .isGreaterThan(requireNonNull(values.get("folder_free_bytes[state]")));
        assertThat(values).hasSize(3);
    }

    @Test
    void folder_thatIsNotSetOrMissing_isUnknownNotZero() {
        assertThat(measured("", 0)).isEqualTo(Map.of("folder_unknown[state, not_set]", 1.0));
        assertThat(measured(folder.resolve("none").toString(), 0))
                .isEqualTo(Map.of("folder_unknown[state, missing]", 1.0));
    }

    @Test
    void folder_thatWasNotMeasuredYet_isUnknown() {
        try (FolderWatch watch = watch(folder.toString(), 0)) {
            assertThat(values(watch)).isEqualTo(Map.of("folder_unknown[state, not_measured]", 1.0));
        }
    }

    @Test
    void disk_thatIsAlmostFull_isAProblemSinceThen() throws IOException {
        try (FolderWatch watch = watch(folder.toString(), Long.MAX_VALUE)) {
            assertThat(watch.problems()).isEmpty();
            watch.measure();
            watch.measure();
            assertThat(watch.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.part()).isEqualTo("disk");
                assertThat(problem.text()).contains(folder + " (state) has ").contains(" bytes free, less than");
                assertThat(problem.since()).isEqualTo(NOW);
            });

            Files.delete(folder);
            watch.measure();
            assertThat(watch.problems()).isEmpty();
            assertThat(values(watch)).containsKey("folder_unknown[state, missing]");
        }
    }

    @Test
    void foldersOfOneDisk_areNamedWithTheirSizes() throws IOException {
        Path kafka = Files.createDirectories(folder.resolve("kafka"));
        Path state = Files.createDirectories(folder.resolve("state"));
        Files.write(kafka.resolve("segment"), new byte[5 << 20]);
        try (FolderWatch watch = new FolderWatch(
                Map.of("kafka", kafka.toString(), "state", state.toString(), "away", ""),
                Long.MAX_VALUE,
                Clock.fixed(NOW, ZoneOffset.UTC))) {
            watch.measure();

            assertThat(watch.sharing(folder.toString(), 123))
                    .containsPattern("; on this disk of \\d+ bytes, the database has 123, kafka \\(" + kafka
                            + "\\) 52\\d{5}, state \\(" + state + "\\) \\d+, and others have \\d+$");
            assertThat(watch.sharing(folder.resolve("none").toString(), 123)).isEmpty();
            assertThat(watch.problems())
                    .anySatisfy(problem -> assertThat(problem.text())
                            .contains(state + " (state) has ")
                            .containsPattern(
                                    "those of " + kafka + " \\(kafka\\) 52\\d{5}, of \\d+ bytes of the whole disk"));
        }
    }

    @Test
    void disk_withEnoughSpace_isNoProblem() {
        try (FolderWatch watch = watch(folder.toString(), 1)) {
            watch.measure();
            assertThat(watch.problems()).isEmpty();
        }
    }

    private static Map<String, Double> measured(String path, long critical) {
        try (FolderWatch watch = watch(path, critical)) {
            watch.measure();
            return values(watch);
        }
    }

    private static FolderWatch watch(String path, long critical) {
        return new FolderWatch(Map.of("state", path), critical, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Map<String, Double> values(FolderWatch watch) {
        return watch.samples().stream()
                .collect(Collectors.toMap(sample -> sample.descriptor().name() + sample.labels(), Sample::value));
    }
}
