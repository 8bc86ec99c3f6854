package dev.tidemark.embedded.launch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints progress to the terminal. Thread-safe. */
final class Progress {

    private final PrintStream out;

    Progress(PrintStream out) {
        this.out = out;
    }

    void up(ManagedProcess process, Duration took) {
        say(String.format(
                        Locale.ROOT,
                        "%-16s up after %4.1f s  %s",
                        process.name(),
                        took.toMillis() / 1000.0,
                        process.address())
                .stripTrailing());
    }

    void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }
}
