package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.wire.event.LogEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log lines of an application's first seconds, in which its service name and Kafka's address may not be known
 * yet. Bounded like the queue of log lines. Thread-safe.
 */
public final class EarlyLogs {
    /** Accepts or drops a line, and counts it. */
    public interface Receiver {
        /** Returns whether the line was accepted. */
        boolean accept(LogEvent line);
    }

    private final int capacity;
    private final long maxCharacters;
    private final List<LogEvent> lines = new ArrayList<>();
    private long characters;
    private long refused;
    private volatile @Nullable Receiver next;

    public EarlyLogs(Settings settings) {
        this.capacity = settings.logQueueCapacity();
        this.maxCharacters = settings.logQueueMemory();
    }

    /** Keeps a line, or passes it on after {@link #passTo}; returns whether it was accepted. */
    public boolean add(LogEvent line) {
        Receiver receiver = next;
        return receiver == null ? keep(line) : receiver.accept(line);
    }

    private synchronized boolean keep(LogEvent line) {
        Receiver receiver = next;
        if (receiver != null) {
            return receiver.accept(line);
        }
        LogEvent limited = LogLimits.QUEUED.apply(line);
        int own = LogLimits.characters(limited);
        if (lines.size() >= capacity || characters + own > maxCharacters) {
            refused++;
            return false;
        }
        characters += own;
        lines.add(limited);
        return true;
    }

    /**
     * Passes on all lines, in their order, and from now on each new one, under the names of these settings.
     *
     * @return how many lines there was no room for
     */
    public synchronized long passTo(Settings settings, Receiver receiver) {
        Receiver named = line -> receiver.accept(named(line, settings));
        lines.forEach(named::accept);
        lines.clear();
        next = named;
        return refused;
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
