package dev.tidemark.ingest.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tidemark's lines in the application's log. Never throws. */
interface ApplicationLog {

    void info(String message);

    void warn(String message);

    /** The logger {@code dev.tidemark.ingest}. */
    static ApplicationLog slf4j() {
        return new ApplicationLog() {
            @Override
            public void info(String message) {
                guarded(() -> logger().info(message));
            }

            @Override
            public void warn(String message) {
                guarded(() -> logger().warn(message));
            }
        };
    }

    static void prepare() {
        guarded(ApplicationLog::logger);
    }

    /** Looked up for each line: our appender is created while logging itself is still being set up. */
    private static Logger logger() {
        return LoggerFactory.getLogger("dev.tidemark.ingest");
    }

    private static void guarded(Runnable line) {
        try {
            line.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // The application's logging is broken, which must not break the application.
        }
    }
}
