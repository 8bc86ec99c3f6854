package dev.tidemark.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The file {@code postmaster.pid}, in which a running PostgreSQL writes its process id and state. */
final class PostmasterFile {

    private static final int STATUS_LINE = 7;

    private final Path file;

    PostmasterFile(Path dataFolder) {
        this.file = dataFolder.resolve("postmaster.pid");
    }

    /** Returns whether the server with this pid accepts connections. */
    boolean saysReady(long pid) {
        List<String> lines = lines();
        return lines.size() > STATUS_LINE
                && lines.getFirst().equals(Long.toString(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    /**
     * Removes the file of a killed server. PostgreSQL does that itself, unless another process now has the pid; so this method
     * checks whether that process is a PostgreSQL.
     *
     * @throws BackendException if a server is using the folder
     */
    void removeIfStale() throws IOException {
        List<String> lines = lines();
        if (lines.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> owner = parse(lines.getFirst()).flatMap(ProcessHandle::of);
        if (owner.flatMap(process -> process.info().command())
                .filter(command -> command.endsWith("/postgres"))
                .isPresent()) {
            throw new BackendException("a PostgreSQL with pid " + lines.getFirst() + " is already using "
                    + file.getParent() + "; stop it first");
        }
        Files.deleteIfExists(file);
    }

    private static Optional<Long> parse(String pid) {
        try {
            return Optional.of(Long.parseLong(pid.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
