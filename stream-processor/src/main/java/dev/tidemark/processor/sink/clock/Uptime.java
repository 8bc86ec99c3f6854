package dev.tidemark.processor.sink.clock;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long the machine has run since it was started. No clock setting changes it. Thread-safe. */
interface Uptime {
    /** Identifies the start of the machine: the same for all processes until it is started again. */
    String bootId();

    Duration now();

    /** That of Linux, which goes on while the machine sleeps. On other systems, that of this process. */
    static Uptime ofMachine() {
        Path bootId = Path.of("/proc/sys/kernel/random/boot_id");
        Path uptime = Path.of("/proc/uptime");
        try {
            Linux linux = new Linux(Files.readString(bootId).strip(), uptime);
            linux.read();
            return linux;
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(Uptime.class)
                    .info("the uptime of this machine is unknown ({}); that of this process is used", e.toString());
            return new OfProcess(UUID.randomUUID().toString());
        }
    }

    /** @param file starts with the seconds since the start of the machine */
    record Linux(String bootId, Path file) implements Uptime {
        private static final Logger LOG = LoggerFactory.getLogger(Uptime.class);

        Duration read() throws IOException {
            String text = Files.readString(file);
            BigDecimal seconds = new BigDecimal(text.substring(0, text.indexOf(' ')));
            return Duration.ofMillis(seconds.movePointRight(3).longValue());
        }

        @Override
        public Duration now() {
            try {
                return read();
            } catch (IOException e) {
                LOG.warn("{} cannot be read", file, e);
                // Looks like a start of the machine: the clock is believed only slowly.
                return Duration.ZERO;
            }
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
