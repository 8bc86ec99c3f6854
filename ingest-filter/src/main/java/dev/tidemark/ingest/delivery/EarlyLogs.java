package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.wire.event.LogEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log lines of an application's first seconds, in which its service name and Kafka's address may not be known
 * yet. Bounded like the queue of log lines. Thread-safe.
 */
public final class EarlyLogs {
    private final int capacity;
    private final long maxCharacters;
    private final List<LogEvent> lines = new ArrayList<>();
    private long characters;
    private @Nullable Consumer<LogEvent> next;

    public EarlyLogs(Settings settings) {
        this.capacity = settings.logQueueCapacity();
        this.maxCharacters = settings.logQueueMemory();
    }

    /** Keeps a line, or passes it on after {@link #passTo}; false if there is no room for it. */
    public synchronized boolean add(LogEvent line) {
        if (next != null) {
            next.accept(line);
            return true;
        }
        LogEvent limited = LogLimits.QUEUED.apply(line);
        int own = LogLimits.characters(limited);
        if (lines.size() >= capacity || characters + own > maxCharacters) {
            return false;
        }
        characters += own;
        lines.add(limited);
        return true;
    }

    /** Passes on all lines, in their order, and from now on each new one, under the names of these settings. */
    public synchronized void passTo(Settings settings, Consumer<LogEvent> receiver) {
        Consumer<LogEvent> named = line -> receiver.accept(named(line, settings));
        lines.forEach(named);
        lines.clear();
        next = named;
    }

    private static LogEvent named(LogEvent line, Settings settings) {
        return new LogEvent(
                line.timestampMicros(),
                settings.serviceName(),
                settings.instance(),
                line.level(),
                line.logger(),
                line.thread(),
                line.message(),
                line.traceId(),
                line.spanId(),
                line.errorType(),
                line.stackTrace(),
                line.fields());
    }
}
