package dev.tidemark.ingest.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Reads the small files in which Linux tells its state. What cannot be read is unknown. */
final class HostFiles {
    private HostFiles() {}

    /** The lines of a file; none if it cannot be read. */
    static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .toList();
        } catch (IOException | SecurityException e) {
            return List.of();
        }
    }

    /** The number that a file consists of. */
    static OptionalLong number(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? OptionalLong.empty() : number(lines.get(0));
    }

    /** The number behind a key, as in {@code nr_periods 12} or {@code VmRSS: 12 kB}. */
    static OptionalLong number(Path file, String key) {
        for (String line : lines(file)) {
            String[] words = line.split("[:\\s]+", 3);
            if (words.length > 1 && words[0].equals(key)) {
                return number(words[1]);
            }
        }
        return OptionalLong.empty();
    }

    /** How many numbers a list such as {@code 0-3,8} has. */
    static OptionalLong count(Path file) {
        List<String> lines = lines(file);
        long count = 0;
        for (String range : lines.isEmpty() ? new String[0] : lines.get(0).split(",")) {
            String[] ends = range.split("-");
            OptionalLong first = number(ends[0]);
            OptionalLong last = number(ends[ends.length - 1]);
            count += first.isPresent() && last.isPresent() ? last.getAsLong() - first.getAsLong() + 1 : 0;
        }
        return count > 0 ? OptionalLong.of(count) : OptionalLong.empty();
    }

    static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
