package dev.tidemark.ingest.delivery;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceIds;
import dev.tidemark.wire.event.RequestEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jctools.queues.QueueProgressIndicators;
import org.jctools.util.Pow2;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of requests: a ring of flat records, which exist from the start and are written in place. Adding a request neither
 * blocks nor allocates; an event is made of it when the sender's thread removes it. Any thread adds, one thread removes.
 *
 * @see <a href="https://www.1024cores.net/home/lock-free-algorithms/queues/bounded-mpmc-queue">Dmitry Vyukov's bounded queue</a>, here
 *     with the indexes of JCTools
 */
final class RequestRing extends AbstractQueue<RequestEvent> implements QueueProgressIndicators {
    // Each index is on a cache line that the other side does not write.
    private static final int INDEXES = 48;
    private static final int PRODUCER = 16;
    private static final int LIMIT = 17;
    private static final int CONSUMER = 32;

    private final String service;
    private final String instance;
    private final Slot[] slots;
    private final int mask;
    private final AtomicLongArray indexes = new AtomicLongArray(INDEXES);

    /**
     * @param capacity the maximum number of waiting requests, rounded up to a power of two
     * @param service the service of all requests that do not name one
     * @param instance the same for the instance
     */
    RequestRing(int capacity, String service, String instance) {
        this.service = service;
        this.instance = instance;
        this.slots = new Slot[Pow2.roundToPowerOfTwo(capacity)];
        this.mask = slots.length - 1;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
        indexes.set(LIMIT, slots.length);
    }

    /**
     * Adds a request; returns whether there was room.
     *
     * @param requestBytes negative if unknown
     * @param responseBytes negative if unknown
     */
    boolean offer(
            long timestampMicros,
            String method,
            String route,
            int status,
            long durationMicros,
            TraceContext trace,
            @Nullable String errorType,
            long requestBytes,
            long responseBytes,
            boolean stream) {
        long traceHigh = trace.traceIdHigh();
        long traceLow = trace.traceIdLow();
        long span = trace.spanIdBits();
        String parent = trace.parentSpanId();
        // From here to its publication nothing may fail: a slot that is never published would block the ring.
        long claimed = claim();
        if (claimed < 0) {
            return false;
        }
        Slot slot = slots[(int) claimed & mask];
        slot.timestampMicros = timestampMicros;
        slot.durationMicros = durationMicros;
        slot.traceHigh = traceHigh;
        slot.traceLow = traceLow;
        slot.span = span;
        slot.requestBytes = requestBytes;
        slot.responseBytes = responseBytes;
        slot.status = status;
        slot.stream = stream;
        // To write a reference costs the garbage collector more than to read one, and most requests are alike.
        if (slot.method != method) {
            slot.method = method;
        }
        if (slot.route != route) {
            slot.route = route;
        }
        if (slot.errorType != errorType) {
            slot.errorType = errorType;
        }
        if (slot.parentSpanId != parent) {
            slot.parentSpanId = parent;
        }
        slot.publish(claimed);
        return true;
    }

    @Override
    public boolean offer(RequestEvent event) {
        long claimed = claim();
        if (claimed < 0) {
            return false;
        }
        Slot slot = slots[(int) claimed & mask];
        slot.event = event;
        slot.publish(claimed);
        return true;
    }

    /** Returns the number of the slot that the caller must fill and publish; negative if the ring is full. */
    private long claim() {
        long limit = indexes.getAcquire(LIMIT);
        long next;
        do {
            next = indexes.get(PRODUCER);
            if (next >= limit) {
                limit = indexes.getAcquire(CONSUMER) + slots.length;
                if (next >= limit) {
                    return -1;
                }
                indexes.setRelease(LIMIT, limit);
            }
        } while (!indexes.compareAndSet(PRODUCER, next, next + 1));
        return next;
    }

    /** Removes the oldest request; null if there is none, or if it is still being written. */
    @Override
    public @Nullable RequestEvent poll() {
        long next = indexes.getPlain(CONSUMER);
        Slot slot = slots[(int) next & mask];
        if (!slot.isPublished(next)) {
            return null;
        }
        RequestEvent event = slot.take(service, instance);
        indexes.setRelease(CONSUMER, next + 1);
        return event;
    }

    @Override
    public int size() {
        return (int) Math.min(slots.length, Math.max(0, currentProducerIndex() - currentConsumerIndex()));
    }

    @Override
    public long currentProducerIndex() {
        return indexes.get(PRODUCER);
    }

    @Override
    public long currentConsumerIndex() {
        return indexes.get(CONSUMER);
    }

    @Override
    public RequestEvent peek() {
        throw new UnsupportedOperationException("the events of a ring exist only when they are removed");
    }

    @Override
    public Iterator<RequestEvent> iterator() {
        throw new UnsupportedOperationException("the events of a ring exist only when they are removed");
    }

    /** Its owner is the thread that claimed it; after publishing, the thread that removes it. */
    private static final class Slot {
        private static final VarHandle PUBLISHED;

        static {
            try {
                PUBLISHED = MethodHandles.lookup().findVarHandle(Slot.class, "published", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @SuppressWarnings("UnusedVariable") // Used through PUBLISHED.
        private long published = -1;

        private long timestampMicros;
        private long durationMicros;
        private long traceHigh;
        private long traceLow;
        private long span;
        private long requestBytes;
        private long responseBytes;
        private int status;
        private boolean stream;
        private String method = "";
        private String route = "";
        private @Nullable String errorType;
        private @Nullable String parentSpanId;
        private @Nullable RequestEvent event;

        void publish(long number) {
            PUBLISHED.setRelease(this, number);
        }

        boolean isPublished(long number) {
            return (long) PUBLISHED.getAcquire(this) == number;
        }

        RequestEvent take(String service, String instance) {
            RequestEvent given = event;
            if (given != null) {
                event = null;
                return given;
            }
            return new RequestEvent(
                    timestampMicros,
                    service,
                    instance,
                    method,
                    route,
                    status,
                    durationMicros,
                    TraceIds.traceId(traceHigh, traceLow),
                    TraceIds.spanId(span),
                    errorType,
                    requestBytes < 0 ? null : requestBytes,
                    responseBytes < 0 ? null : responseBytes,
                    parentSpanId,
                    stream,
                    null);
        }
    }
}
