package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.settings.Settings;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Follows the start of the process-wide instance on a thread of its own: logs one line once an adapter measures
 * requests, or a warning if none does in time. Logging on a thread that holds the lock of logging or of the instance
 * could deadlock.
 */
final class StartWatch implements Runnable {
    /** How long the application may take to start its framework and its server. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    // Adapters start one after the other; they are named in one line.
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private StartWatch() {}

    static void begin() {
        Thread thread = new Thread(null, new StartWatch(), "tidemark-start", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(StartWatch.class.getClassLoader());
        thread.start();
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < PATIENCE.toNanos()) {
            if (areRequestsMeasured()) {
                pause(SETTLE_NANOS);
                break;
            }
            pause(LOOK_NANOS);
        }
        GlobalTidemark.watchEnds();
        Tidemark started = GlobalTidemark.current();
        if (started.isEnabled()) {
            report(started.settings(), GlobalTidemark.adapters());
        }
    }

    private static boolean areRequestsMeasured() {
        return GlobalTidemark.adapters().stream().anyMatch(Adapter::measuresRequests);
    }

    private static void report(Settings settings, Set<Adapter> adapters) {
        if (adapters.stream().anyMatch(Adapter::measuresRequests)) {
            Warnings.inform(line(settings, adapters));
        } else {
            new Warnings()
                    .warn("no request of this application is measured: no adapter of Tidemark was active within "
                            + PATIENCE.toSeconds() + " s of its start; docs/filter.md lists them. "
                            + line(settings, adapters));
        }
    }

    static String line(Settings settings, Set<Adapter> adapters) {
        return "Tidemark: service " + settings.serviceName() + ", instance " + settings.instance() + "; Kafka at "
                + settings.bootstrapServers() + "; active: "
                + adapters.stream().map(Adapter::toString).collect(Collectors.joining(", ")) + "; not measured: "
                + (settings.skipPaths().isEmpty() ? "nothing" : String.join(", ", settings.skipPaths())) + "; "
                + (settings.redact()
                        ? "log lines are redacted: secrets and personal data"
                        : "log lines are not redacted");
    }

    private static void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        Thread.interrupted();
    }
}
