package dev.tidemark.processor.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/**
 * Places in a child JVM where a test can pause it. The test arms one, waits until the child reaches it, and then kills
 * the child, breaks something else, or lets it continue. Test and child communicate through files. Thread-safe.
 */
public final class Failpoints {
    private static final long POLL_NANOS = 5_000_000;

    private final Path folder;

    Failpoints(Path folder) {
        this.folder = folder;
    }

    /** Called in the child: pauses if this place is armed. */
    public void reach(String point) {
        try {
            if (!Files.exists(armed(point)) || !Files.deleteIfExists(armed(point))) {
                return;
            }
            Files.createFile(reached(point));
            while (Files.exists(reached(point))) {
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void arm(String point) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(reached(point));
            Files.createFile(armed(point));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReached(String point) {
        Awaitility.await(point)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Files.exists(reached(point)));
    }

    /** Lets the child continue, if it is still alive. */
    void release(String point) {
        try {
            Files.deleteIfExists(reached(point));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path armed(String point) {
        return folder.resolve(point + ".armed");
    }

    private Path reached(String point) {
        return folder.resolve(point + ".reached");
    }
}
