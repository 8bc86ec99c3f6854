package dev.tidemark.processor.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One line of the table at the end of {@code ./tidemark test --faults}, stored in its own tab-separated file under
 * {@code target/faults}.
 */
record Row(
        String scenario,
        int faults,
        long produced,
        long stored,
        long deadLetters,
        long lost,
        double recoverySeconds,
        String verdict) {
    private static final Path FOLDER = Path.of("target", "faults");

    void write() {
        String line = String.join(
                "\t",
                List.of(
                        scenario,
                        Integer.toString(faults),
                        Long.toString(produced),
                        Long.toString(stored),
                        Long.toString(deadLetters),
                        Long.toString(lost),
                        String.format(Locale.ROOT, "%.1f", recoverySeconds),
                        verdict));
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(scenario.replaceAll("[^A-Za-z0-9]+", "-") + ".tsv"), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
