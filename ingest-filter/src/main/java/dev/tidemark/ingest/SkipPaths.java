package dev.tidemark.ingest;

import java.util.List;

/** Paths that are not measured, with all paths below them: {@code /health} covers {@code /health/live}, not {@code /healthy}. */
final class SkipPaths {
    private final String[] paths;

    /** A bit for each character, modulo 64, that follows the slash of a skipped path: most other paths need no comparison. */
    private final long seconds;

    SkipPaths(List<String> paths) {
        this.paths = paths.stream()
                .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .toArray(String[]::new);
        long bits = 0;
        for (String path : this.paths) {
            bits |= path.length() < 2 ? -1 : 1L << path.charAt(1);
        }
        this.seconds = bits;
    }

    boolean contains(String path) {
        if (path.length() > 1 && (seconds >>> path.charAt(1) & 1) == 0) {
            return false;
        }
        for (String skipped : paths) {
            if (path.startsWith(skipped)
                    && (path.length() == skipped.length() || path.charAt(skipped.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
