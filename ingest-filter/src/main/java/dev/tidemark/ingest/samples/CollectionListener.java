package dev.tidemark.ingest.samples;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/** Hears of each garbage collection. Thread-safe. */
final class CollectionListener implements NotificationListener {
    private final Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());
    /** What is allocated beside a collection is in no notification. */
    private final boolean concurrent = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .anyMatch(collector -> !JvmCollections.isPause(collector.getName()));

    private long longestPause;
    private long allocated;
    private long told;
    private long after;
    private boolean begun;

    void listen() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(this, null, null);
            }
        }
    }

    /** The JVM outlives an application that is redeployed, and must not keep its classes. */
    void close() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                try {
                    emitter.removeNotificationListener(this);
                } catch (ListenerNotFoundException e) {
                    // It was not added.
                }
            }
        }
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            GarbageCollectionNotificationInfo collection = GarbageCollectionNotificationInfo.from(data);
            add(collection.getGcName(), collection.getGcInfo());
        }
    }

    private void add(String collector, GcInfo collection) {
        add(
                JvmCollections.isPause(collector) ? collection.getDuration() : 0,
                heap(collection.getMemoryUsageBeforeGc()),
                heap(collection.getMemoryUsageAfterGc()));
    }

    synchronized void add(long pauseMillis, long heapBefore, long heapAfter) {
        longestPause = Math.max(longestPause, pauseMillis);
        allocated += Math.max(0, heapBefore - after);
        after = heapAfter;
        begun = true;
    }

    synchronized long takeLongestPauseMillis() {
        long longest = longestPause;
        longestPause = 0;
        return longest;
    }

    synchronized OptionalLong heapAfterCollection() {
        return begun ? OptionalLong.of(after) : OptionalLong.empty();
    }

    /**
     * What was allocated since the JVM's start, less what the collections before this object removed; empty if the
     * collector cannot tell.
     *
     * @param heapUsed the heap that is used now
     */
    synchronized OptionalLong allocatedBytes(long heapUsed) {
        if (concurrent) {
            return OptionalLong.empty();
        }
        // Between a collection and its notification, the heap is smaller than after the last one.
        told = Math.max(told, allocated + heapUsed - after);
        return OptionalLong.of(told);
    }

    private long heap(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }
}
