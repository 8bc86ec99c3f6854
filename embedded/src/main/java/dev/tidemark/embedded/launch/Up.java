package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.BackendException;
import java.time.Duration;
import java.util.List;

/** The main class behind {@code ./tidemark up}. */
public final class Up {

    private static final Duration SIGNAL = Duration.ofMillis(300);
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Up() {}

    /** Runs until a signal; exits with 1 if the system does not start and with 2 for an invalid command line. */
    public static void main(String[] arguments) throws InterruptedException {
        UpOptions options;
        try {
            options = UpOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            fail(e, WRONG_USAGE);
            return;
        }
        try {
            run(options);
        } catch (RuntimeException e) {
            fail(e, FAILED);
        }
    }

    private static void run(UpOptions options) throws InterruptedException {
        var supervisor = new Supervisor(options, DataFolder.open(options.data()), new Progress(System.out));
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::stop, "stop"));
        try {
            supervisor.run();
        } catch (RuntimeException | InterruptedException e) {
            // A signal aborts a start, which is not an error. The shutdown hook may begin a little later.
            if (!supervisor.isStoppingWithin(SIGNAL)) {
                throw e;
            }
        }
    }

    private static void fail(RuntimeException e, int status) {
        System.err.println("tidemark: " + e.getMessage());
        if (!(e instanceof LaunchException || e instanceof BackendException || e instanceof IllegalArgumentException)) {
            // An unexpected error needs its stack trace.
            e.printStackTrace();
        }
        System.exit(status);
    }
}
