package dev.tidemark.processor.sink;

import dev.tidemark.embedded.KafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A copy of a broker's log folder, with which its later log can be lost. */
public final class BrokerCopy {
    private final KafkaBroker broker;
    private final Path log;
    private final Path copy;

    /** @param folder the folder that contains the broker's data folder {@code kafka} */
    public BrokerCopy(KafkaBroker broker, Path folder) {
        this.broker = broker;
        this.log = folder.resolve("kafka").resolve("log");
        this.copy = folder.resolve("copy");
    }

    /** Copies the log as it is on disk after a stop, and goes on. */
    public void take() throws IOException {
        broker.stop();
        copyTree(log, copy);
        broker.start();
    }

    /** Kills the broker, and starts it with the copy. */
    public void restore() throws IOException {
        broker.kill();
        try (Stream<Path> files = Files.walk(log)) {
            files.sorted(Comparator.reverseOrder()).forEach(BrokerCopy::delete);
        }
        copyTree(copy, log);
        broker.start();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
