package dev.tidemark.ingest;

import java.util.List;

/** Paths that are not measured, with all paths below them: {@code /health} covers {@code /health/live}, not {@code /healthy}. */
final class SkipPaths {
    private final String[] paths;

    SkipPaths(List<String> paths) {
        this.paths = paths.stream()
                .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                .toArray(String[]::new);
    }

    boolean contains(String path) {
        for (String skipped : paths) {
            if (path.startsWith(skipped)
                    && (path.length() == skipped.length() || path.charAt(skipped.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
