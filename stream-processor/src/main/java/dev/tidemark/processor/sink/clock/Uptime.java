package dev.tidemark.processor.sink.clock;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/** How long the machine has run since it was started. No clock setting changes it. Thread-safe. */
interface Uptime {
    /** Identifies the start of the machine: the same for all processes until it is started again. */
    String bootId();

    /** @throws IOException if it cannot be read now */
    Duration now() throws IOException;

    /** That of Linux, which goes on while the machine sleeps. On other systems, that of this process. */
    static Uptime ofMachine() {
        Path bootId = Path.of("/proc/sys/kernel/random/boot_id");
        Path uptime = Path.of("/proc/uptime");
        try {
            Linux linux = new Linux(Files.readString(bootId).strip(), uptime);
            Duration unused = linux.now();
            return linux;
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(Uptime.class)
                    .info("the uptime of this machine is unknown ({}); that of this process is used", e.toString());
            return new OfProcess(UUID.randomUUID().toString());
        }
    }

    /** @param file starts with the seconds since the start of the machine */
    record Linux(String bootId, Path file) implements Uptime {
        @Override
        public Duration now() throws IOException {
            String text = Files.readString(file);
            int end = text.indexOf(' ');
            if (end < 0) {
                throw new IOException(file + " has \"" + text.strip() + "\": expected seconds, then a space");
            }
            BigDecimal seconds = new BigDecimal(text.substring(0, end));
            return Duration.ofMillis(seconds.movePointRight(3).longValue());
        }
    }

    record OfProcess(String bootId) implements Uptime {
        private static final long START = System.nanoTime();

        @Override
        public Duration now() {
            return Duration.ofNanos(System.nanoTime() - START);
        }
    }
}
