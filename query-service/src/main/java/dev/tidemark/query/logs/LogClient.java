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
 * One open stream. It keeps its own position in the ring and advances as fast as its reader takes events; lines that the ring
 * drops meanwhile are reported as skipped. It works in short turns, one at a time, on threads that all streams share, so that
 * the event loop, which opens streams and requests events, never searches lines.
 */
final class LogClient implements Subscription {
    /** Limits of one turn in lines and bytes; a stream buffers no more than that for its reader. */
    private static final int TURN_LINES = 256;

    private static final long TURN_BYTES = 256 << 10;

    private final Shared shared;
    private final LogFilter filter;
    private final Subscriber<? super Event<String>> subscriber;
    private final Consumer<LogClient> onClose;

    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicBoolean statusDue = new AtomicBoolean(true);
    private final AtomicBoolean pingDue = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile boolean early;
    private volatile LogHistory.@Nullable Found history;

    // Accessed only in turns.
    private final Deque<SentLine> pending = new ArrayDeque<>();
    private final @Nullable LogPosition from;
    private int tail;
    private boolean begun;
    private LogPosition position = new LogPosition();
    private LogPosition known = new LogPosition();
    private long joinedAt;
    private long cursor;
    private long tailBefore;
    private boolean awaitsHistory;
    private LogHistory.@Nullable Found held;
    private long skipped;
    private @Nullable SentLine last;

    /** Shared by all streams: the lines, the threads for turns, the threads that may block, and the count of skipped lines. */
    record Shared(
            LogRing ring,
            LogHistory history,
            StreamEvents events,
            Executor turns,
            Executor blocking,
            AtomicLong skipped) {}

    /**
     * Creates a stream.
     *
     * @param from the position from which the reader resumes; null for a new reader
     * @param tail how many of the newest lines a new reader gets first
     */
    LogClient(
            Shared shared,
            LogFilter filter,
            @Nullable LogPosition from,
            int tail,
            Subscriber<? super Event<String>> subscriber,
            Consumer<LogClient> onClose) {
        this.shared = shared;
        this.filter = filter;
        this.from = from;
        this.tail = tail;
        this.subscriber = subscriber;
        this.onClose = onClose;
    }

    /** Signals that there may be events to send. */
    void wake() {
        if (work.getAndIncrement() == 0) {
            shared.turns().execute(this::turn);
        }
    }

    /** Signals that the status has changed. */
    void tellStatus() {
        statusDue.set(true);
        wake();
        endIfEarly();
    }

    /** Requests a ping, which is sent unless there are other events to send. */
    void ping() {
        pingDue.set(true);
        wake();
    }

    /** Ends the stream: the service is stopping, or the reader must reconnect. */
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
            wake();
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** A reader that resumed before the topic could be read must reconnect: only then is it known which lines it missed. */
    private void endIfEarly() {
        if (early && !shared.ring().head().partitions().isEmpty()) {
            end();
        }
    }

    private void turn() {
        int seen = work.get();
        if (!begun && !cancelled) {
            begun = true;
            begin();
        }
        boolean more = sendSome();
        if (ended && !cancelled) {
            cancel();
            subscriber.onComplete();
        }
        if (cancelled) {
            release();
            more = false;
        }
        // Lets the other streams take their turns first.
        if (more || work.addAndGet(-seen) != 0) {
            shared.turns().execute(this::turn);
        }
    }

    /** Finds the stream's position in the ring. */
    private void begin() {
        LogRing.Join join = shared.ring().join(from);
        joinedAt = join.end();
        cursor = join.end();
        if (from == null) {
            position = join.head().copy();
            tailBefore = join.end();
            return;
        }
        tail = 0;
        known = join.known();
        if (join.head().partitions().isEmpty()) {
            position = from;
            awaitsHistory = true;
            early = true;
            endIfEarly();
            return;
        }
        position = join.known().copy();
        if (join.covered()) {
            cursor = join.start();
        } else {
            awaitsHistory = true;
            shared.blocking().execute(() -> {
                history = shared.history().read(join.known(), join.head(), filter);
                wake();
            });
        }
    }

    /** Sends as many events as one turn allows; returns true if there is more to do immediately. */
    private boolean sendSome() {
        boolean looked = false;
        while (!cancelled && !ended && demand.get() > 0) {
            Event<String> event = next();
            if (event == null) {
                if (looked) {
                    return true;
                }
                looked = look();
                if (looked) {
                    continue;
                }
                if (!pingDue.getAndSet(false)) {
                    return false;
                }
                event = shared.events().ping(position);
            }
            demand.decrementAndGet();
            subscriber.onNext(event);
        }
        return false;
    }

    private @Nullable Event<String> next() {
        if (statusDue.getAndSet(false)) {
            return shared.events().status(position);
        }
        takeHistory();
        if (skipped > 0) {
            return tellSkipped();
        }
        while (!pending.isEmpty()) {
            SentLine line = pending.removeFirst();
            position.advance(line.partition(), line.offset() + 1);
            String json = line.json();
            if (json != null) {
                pingDue.set(false);
                last = line;
                return shared.events().line(json, position);
            }
        }
        return null;
    }

    private void takeHistory() {
        LogHistory.Found found = history;
        if (found != null && awaitsHistory) {
            awaitsHistory = false;
            history = null;
            held = found;
            skipped += found.skipped();
            pending.addAll(found.lines());
        }
    }

    private Event<String> tellSkipped() {
        long count = skipped;
        skipped = 0;
        shared.skipped().addAndGet(count);
        return shared.events().skipped(count, last, pending.peekFirst(), position);
    }

    /** Reads the next lines of the ring if none are pending; returns false if there are none. */
    private boolean look() {
        if (awaitsHistory) {
            return false;
        }
        release();
        if (tail > 0) {
            lookBack();
            return true;
        }
        LogRing.Slice slice = shared.ring().read(cursor, TURN_LINES, TURN_BYTES);
        if (slice.first() > cursor) {
            skipped += slice.first() - cursor;
            position.advance(slice.base());
        }
        long number = slice.first();
        cursor = number + slice.lines().size();
        for (LogLine line : slice.lines()) {
            // The reader cannot know lines newer than its stream, even if the topic was recreated meanwhile.
            if (number++ >= joinedAt || LogRing.isUnknown(line, known)) {
                pending.addLast(SentLine.of(line, filter));
            }
        }
        return !slice.lines().isEmpty() || skipped > 0;
    }

    /** Collects the newest matching lines for a new reader, searching backwards. */
    private void lookBack() {
        LogRing.Slice slice = shared.ring().readBefore(tailBefore, TURN_LINES, TURN_BYTES);
        for (int i = slice.lines().size() - 1; i >= 0 && tail > 0; i--) {
            if (filter.wants(slice.lines().get(i).event())) {
                cursor = slice.first() + i;
                tail--;
            }
        }
        tailBefore = slice.first();
        if (slice.lines().isEmpty()) {
            tail = 0;
        }
    }

    /** Releases the memory of lines that were read from the topic again. */
    private void release() {
        if (cancelled) {
            pending.clear();
            held = history == null ? held : history;
            history = null;
        }
        LogHistory.Found found = held;
        if (found != null) {
            held = null;
            shared.history().release(found);
        }
    }
}
