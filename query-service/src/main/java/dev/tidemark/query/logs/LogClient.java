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
 * One open stream. It holds a place in the ring and moves on as fast as its reader takes events; lines that fall out of the
 * ring meanwhile are reported as skipped. It works in turns of bounded length, one at a time, on the threads that all streams
 * share: nothing is searched on the thread that opens the stream or asks for more, which is an event loop.
 */
final class LogClient implements Subscription {
    /** The lines that a turn looks at, and their size: what a stream holds for its reader is no more than that. */
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

    // Only touched in turns.
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

    /** What all streams share: the lines, the threads for turns, the threads that may block, and the count of skipped lines. */
    record Shared(
            LogRing ring,
            LogHistory history,
            StreamEvents events,
            Executor turns,
            Executor blocking,
            AtomicLong skipped) {}

    /**
     * A stream.
     *
     * @param from the position up to which the reader knows everything; null if it knows nothing
     * @param tail how many of the newest lines a reader that knows nothing begins with
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

    /** There may be something to send. */
    void wake() {
        if (work.getAndIncrement() == 0) {
            shared.turns().execute(this::turn);
        }
    }

    /** The status has changed. */
    void tellStatus() {
        statusDue.set(true);
        wake();
        endIfEarly();
    }

    /** A sign of life is due, unless there is something else to send. */
    void ping() {
        pingDue.set(true);
        wake();
    }

    /** The service stops, or the reader has to come again. */
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

    /** A reader that came back before the topic was reached has to come again: only then is it known what it missed. */
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
        // Behind the other streams' turns.
        if (more || work.addAndGet(-seen) != 0) {
            shared.turns().execute(this::turn);
        }
    }

    /** Finds the stream's place in the ring. */
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

    /** Sends what one turn allows; true if there is more to do at once. */
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

    /** Looks at some lines of the ring, when none are pending; false if there are none to look at. */
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
            // The reader cannot know lines that are newer than its stream, not even if the topic was made anew
            // meanwhile.
            if (number++ >= joinedAt || LogRing.isUnknown(line, known)) {
                pending.addLast(SentLine.of(line, filter));
            }
        }
        return !slice.lines().isEmpty() || skipped > 0;
    }

    /** Looks for the newest lines that a new reader begins with, from the newest one back. */
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

    /** Gives back the memory of lines that were read again. */
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
