package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Records on disk of the processes that this system started. If the supervisor is killed, the next start ends the processes that
 * survived it. A record contains the pid and the {@linkplain ProcessIdentity identity} of the process, so that another process that
 * has the pid by now is never touched.
 */
final class PidRecords {

    private static final Duration END = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path folder;

    PidRecords(Path folder) {
        this.folder = folder;
    }

    /** Written atomically: a reader sees the complete record or none. */
    void write(String name, long pid) {
        Path unfinished = folder.resolveSibling(folder.getFileName() + "-" + name + ".tmp");
        try {
            Files.createDirectories(folder);
            Files.write(unfinished, List.of(Long.toString(pid), ProcessIdentity.of(pid)));
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LaunchException("cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
        }
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            // The record of a dead process is harmless.
        }
    }

    /** Kills the surviving processes of an earlier run and returns their names. */
    List<String> killOrphans() {
        var killed = new ArrayList<String>();
        for (Path file : files()) {
            String name = file.getFileName().toString();
            orphan(file).ifPresent(process -> {
                kill(process);
                killed.add(name);
            });
            remove(name);
        }
        return killed;
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new LaunchException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Optional<ProcessHandle> orphan(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            long pid = Long.parseLong(lines.get(0));
            return ProcessIdentity.of(pid).equals(lines.get(1)) ? ProcessHandle.of(pid) : Optional.empty();
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Not our record, or an incomplete one after a power loss.
            return Optional.empty();
        }
    }

    private static void kill(ProcessHandle process) {
        List<ProcessHandle> family =
                Stream.concat(process.descendants(), Stream.of(process)).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + END.toNanos();
        for (ProcessHandle one : family) {
            // ProcessHandle counts a process as alive until its new parent has reaped it.
            while (!ProcessIdentity.of(one.pid()).isEmpty()) {
                if (System.nanoTime() > deadline) {
                    throw new LaunchException(
                            "the process " + one.pid() + " of an earlier run does not end; kill it manually");
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }
}
