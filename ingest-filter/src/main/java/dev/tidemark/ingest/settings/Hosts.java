package dev.tidemark.ingest.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** The name of the machine. Never queries DNS, which could delay the application's start for seconds. */
public final class Hosts {
    private static final String NAME = find();

    private Hosts() {}

    /** The host's name; {@code localhost} if it has none. */
    public static String name() {
        return NAME;
    }

    /** A name for this process that no other process has or had. */
    static String instance() {
        return "%s-%06x".formatted(NAME, ThreadLocalRandom.current().nextInt(1 << 24));
    }

    private static String find() {
        for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String name = System.getenv(variable);
            if (name != null && !name.isBlank()) {
                return name.strip();
            }
        }
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException | RuntimeException e) {
            // Not Linux.
        }
        return "localhost";
    }
}
