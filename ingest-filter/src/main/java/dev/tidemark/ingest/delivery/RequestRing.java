package dev.tidemark.ingest.delivery;

import dev.tidemark.wire.event.RequestEvent;
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
    private final RequestSlot[] slots;
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
        this.slots = new RequestSlot[Pow2.roundToPowerOfTwo(capacity)];
        this.mask = slots.length - 1;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new RequestSlot();
        }
        indexes.set(LIMIT, slots.length);
    }

    /** Claims the place of the next request, which the caller must fill and publish; null if the ring is full. */
    @Nullable RequestSlot claim() {
        long claimed = claimNumber();
        return claimed < 0 ? null : slots[(int) claimed & mask].claimed(claimed);
    }

    @Override
    public boolean offer(RequestEvent event) {
        RequestSlot slot = claim();
        if (slot == null) {
            return false;
        }
        slot.event(event);
        slot.publish();
        return true;
    }

    /** Returns the number of the slot that the caller must fill and publish; negative if the ring is full. */
    private long claimNumber() {
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
        RequestSlot slot = slots[(int) next & mask];
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
}
