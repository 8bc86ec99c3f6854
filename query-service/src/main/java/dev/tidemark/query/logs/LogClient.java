package dev.tidemark.query.logs;

import io.micronaut.http.sse.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One open stream. It holds a place in the ring and moves on as fast as its reader takes events; what falls out of the ring
 * meanwhile is told as skipped. Events are made on one thread at a time, which may be another one each time.
 */
final class LogClient implements Subscription {
    private static final int BATCH = 256;

    private final LogRing ring;
    private final LogFilter filter;
    private final Subscriber<? super Event<String>> subscriber;
    private final Executor executor;
    private final Consumer<LogClient> onClose;
    private final StreamEvents events;

    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicBoolean statusDue = new AtomicBoolean(true);
    private final AtomicBoolean pingDue = new AtomicBoolean();
    private final AtomicLong skippedInAll;
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile LogHistory.@Nullable Found history;

    // Only touched by the one thread that makes events.
    private final Deque<LogLine> pending = new ArrayDeque<>();
    private final LogPosition position;
    private final LogPosition known;
    private final long joinedAt;
    private final boolean early;
    private long cursor;
    private boolean awaitsHistory;
    private long skipped;
    private @Nullable LogLine last;

    /** Where a stream begins. */
    record Start(LogPosition position, LogPosition known, long cursor, long joinedAt, boolean awaitsHistory) {}

    LogClient(
            LogRing ring,
            LogFilter filter,
            Start start,
            Subscriber<? super Event<String>> subscriber,
            Executor executor,
            StreamEvents events,
            AtomicLong skippedInAll,
            Consumer<LogClient> onClose) {
        this.ring = ring;
        this.filter = filter;
        this.position = start.position();
        this.known = start.known();
        this.cursor = start.cursor();
        this.joinedAt = start.joinedAt();
        this.awaitsHistory = start.awaitsHistory();
        this.early = start.awaitsHistory() && start.known().partitions().isEmpty();
        this.subscriber = subscriber;
        this.executor = executor;
        this.events = events;
        this.skippedInAll = skippedInAll;
        this.onClose = onClose;
    }

    /** There may be something to send. */
    void wake() {
        if (work.getAndIncrement() == 0) {
            executor.execute(this::send);
        }
    }

    /** The status is to be told. */
    void tellStatus() {
        statusDue.set(true);
        wake();
    }

    /** A sign of life is due, unless there is something else to send. */
    void ping() {
        pingDue.set(true);
        wake();
    }

    /** What the reader missed and is no longer in the ring. */
    void deliver(LogHistory.Found found) {
        history = found;
        wake();
    }

    /** Whether it came back before anything was known of the topic: it is told the status, and no line. */
    boolean isEarly() {
        return early;
    }

    /** The service stops, or the reader is to come again. */
    void end() {
        ended = true;
        wake();
    }

    @Override
    public void request(long n) {
        demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        wake();
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            onClose.accept(this);
        }
    }

    private void send() {
        int seen = work.get();
        do {
            while (!cancelled && demand.get() > 0) {
                Event<String> event = ended ? null : next();
                if (event == null) {
                    break;
                }
                demand.decrementAndGet();
                subscriber.onNext(event);
            }
            if (ended && !cancelled) {
                cancel();
                subscriber.onComplete();
            }
            seen = work.addAndGet(-seen);
        } while (seen != 0);
    }

    private @Nullable Event<String> next() {
        if (statusDue.getAndSet(false)) {
            return events.status(position);
        }
        takeHistory();
        if (skipped > 0) {
            return tellSkipped();
        }
        while (fill() && skipped == 0) {
            LogLine line = pending.removeFirst();
            position.advance(line.partition(), line.offset() + 1);
            if (filter.wants(line.event())) {
                pingDue.set(false);
                last = line;
                return events.line(line, position);
            }
        }
        if (skipped > 0) {
            return tellSkipped();
        }
        return pingDue.getAndSet(false) ? events.ping(position) : null;
    }

    private void takeHistory() {
        LogHistory.Found found = history;
        if (found != null && awaitsHistory) {
            awaitsHistory = false;
            history = null;
            skipped += found.skipped();
            pending.addAll(found.lines());
        }
    }

    private Event<String> tellSkipped() {
        long count = skipped;
        skipped = 0;
        skippedInAll.addAndGet(count);
        return events.skipped(count, last, pending.peekFirst(), position);
    }

    /** Whether there is a pending line, if need be from the ring. */
    private boolean fill() {
        while (pending.isEmpty() && !awaitsHistory) {
            LogRing.Slice slice = ring.read(cursor, BATCH);
            if (slice.first() > cursor) {
                skipped += slice.first() - cursor;
                position.advance(slice.base());
            }
            long number = slice.first();
            cursor = number + slice.lines().size();
            for (LogLine line : slice.lines()) {
                // What came after the reader did, it cannot know; not even if the topic was made anew meanwhile.
                if (number++ >= joinedAt || LogRing.isUnknown(line, known)) {
                    pending.addLast(line);
                }
            }
            if (slice.lines().isEmpty()) {
                return false;
            }
        }
        return !pending.isEmpty();
    }
}
