package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.wire.metric.Gauge;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The gauges of the JVM, beside what its beans say at the same time. */
@Tag("java17")
class JvmFiguresTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final double MIB = 1 << 20;

    /** So that what is allocated is on the heap. */
    private volatile byte[] kept = {};

    private final Recorded recorded = new Recorded();
    private final List<CollectionListener> listeners = new ArrayList<>();
    private final JvmSamples samples = new JvmSamples(recorded::nanoTime);

    @AfterEach
    void close() {
        listeners.forEach(CollectionListener::close);
        samples.close();
    }

    @Test
    void memoryPools_areThoseOfTheBeans() {
        recorded.read(samples);

        assertThat(recorded.items(Gauge.JVM_POOL_USED_MB).keySet())
                .containsExactlyInAnyOrderElementsOf(ManagementFactory.getMemoryPoolMXBeans().stream()
                        .map(MemoryPoolMXBean::getName)
                        .toList());
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            assertThat(recorded.items(Gauge.JVM_POOL_MAX_MB).containsKey(pool.getName()))
                    .as(pool.getName())
                    .isEqualTo(pool.getUsage().getMax() > 0);
        }
    }

    @Test
    void directBuffer_thatIsAllocated_isCounted() {
        recorded.read(samples);
        double before = recorded.value(Gauge.JVM_BUFFER_USED_MB, "direct");
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 << 20);
        recorded.moveSeconds(60);
        recorded.read(samples);

        assertThat(recorded.value(Gauge.JVM_BUFFER_USED_MB, "direct")).isGreaterThan(before + 32);
        assertThat(recorded.value(Gauge.JVM_BUFFERS, "direct")).isPositive();
        assertThat(buffer.capacity()).isPositive();
    }

    @Test
    void collections_areThoseOfTheBeans() {
        recorded.read(samples);
        double pauses = recorded.value(Gauge.JVM_GC_PAUSES);
        long before = collections();
        System.gc();
        recorded.moveSeconds(60);
        recorded.read(samples);
        long after = collections();

        assertThat(recorded.value(Gauge.JVM_GC_PAUSES)).isGreaterThanOrEqualTo(pauses + 1);
        assertThat(recorded.items(Gauge.JVM_GC_COLLECTIONS).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isBetween(before + 1.0, (double) after);
        assertThat(recorded.value(Gauge.JVM_GC_PERCENT)).isBetween(0.0, 100.0);
    }

    @Test
    void longestPause_isReportedOnce() {
        CollectionListener listener = new CollectionListener();
        listener.add(3, 0, 0);
        listener.add(12, 0, 0);
        listener.add(5, 0, 0);

        assertThat(listener.takeLongestPauseMillis()).isEqualTo(12);
        assertThat(listener.takeLongestPauseMillis()).isZero();
    }

    @Test
    void listener_hearsOfCollections_untilItIsClosed() {
        CollectionListener listener = listening();
        awaitCollection(listener);
        listener.close();
        listener.close();
        // A notification may still be on its way.
        awaitCollection(listening());
        long last = listener.heapAfterCollection().orElse(0);
        kept = new byte[8 << 20];
        CollectionListener other = listening();
        Awaitility.await().atMost(LONG).until(() -> {
            System.gc();
            return other.heapAfterCollection().orElse(last) != last;
        });

        assertThat(listener.heapAfterCollection()).hasValue(last);
    }

    @Test
    void allocation_acrossCollections_isAddedUp() {
        CollectionListener listener = new CollectionListener();
        assumeTrue(listener.allocatedBytes(0).isPresent(), "the collector works beside the application");
        assertThat(listener.allocatedBytes(100)).hasValue(100);
        listener.add(1, 500, 200);
        assertThat(listener.allocatedBytes(250)).hasValue(550);
        listener.add(1, 400, 50);
        assertThat(listener.allocatedBytes(60)).hasValue(710);
        // A collection whose notification is still on its way.
        assertThat(listener.allocatedBytes(10)).hasValue(710);
    }

    @Test
    void allocation_ofThisThread_isInTheRate() {
        recorded.read(samples);
        long begin = System.nanoTime();
        long sum = 0;
        for (int i = 0; i < 256; i++) {
            kept = new byte[1 << 20];
            sum += kept.length;
        }
        recorded.read(samples);
        double seconds = (System.nanoTime() - begin) / 1e9;

        assertThat(sum).isEqualTo(256L << 20);
        // Less by what a collection that the listener has not heard of yet took away.
        assertThat(recorded.value(Gauge.JVM_ALLOCATED_BYTES_PER_SECOND) * seconds)
                .isGreaterThan(16 * MIB);
    }

    @Test
    void threads_areCountedByState() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            Thread thread = new Thread(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();
            Awaitility.await().atMost(LONG).until(() -> thread.getState() == Thread.State.WAITING);
        }
        recorded.read(samples);
        release.countDown();

        assertThat(recorded.value(Gauge.JVM_THREADS_IN_STATE, "waiting")).isGreaterThanOrEqualTo(20);
        assertThat(recorded.value(Gauge.JVM_THREADS_IN_STATE, "runnable")).isPositive();
        assertThat(recorded.value(Gauge.JVM_PEAK_THREADS)).isGreaterThanOrEqualTo(21);
        assertThat(recorded.value(Gauge.JVM_DAEMON_THREADS)).isGreaterThanOrEqualTo(20);
        assertThat(recorded.value(Gauge.JVM_DEADLOCKED_THREADS)).isZero();
    }

    @Test
    void threads_thatWaitForOneAnother_areDeadlocked() throws InterruptedException {
        ReentrantLock first = new ReentrantLock();
        ReentrantLock second = new ReentrantLock();
        CountDownLatch both = new CountDownLatch(2);
        Thread one = holder(first, second, both);
        Thread other = holder(second, first, both);
        try {
            ThreadMXBean bean = ManagementFactory.getThreadMXBean();
            Awaitility.await().atMost(LONG).until(() -> bean.findDeadlockedThreads() != null);
            recorded.read(samples);

            assertThat(recorded.value(Gauge.JVM_DEADLOCKED_THREADS)).isEqualTo(2);
        } finally {
            one.interrupt();
            other.interrupt();
            one.join();
            other.join();
        }
    }

    @Test
    void classesAndFiles_areThoseOfTheBeans() {
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        long before = classes.getTotalLoadedClassCount() - classes.getUnloadedClassCount();
        recorded.read(samples);

        assertThat(recorded.value(Gauge.JVM_CLASSES_LOADED)).isBetween(before / 2.0, before * 2.0 + 2000);
        assertThat(recorded.value(Gauge.JVM_FILES_OPEN)).isBetween(1.0, recorded.value(Gauge.JVM_FILES_MAX));
        assertThat(recorded.value(Gauge.JVM_RSS_MB)).isGreaterThan(recorded.value(Gauge.JVM_NONHEAP_USED_MB) / 4);
    }

    private static Thread holder(ReentrantLock mine, ReentrantLock others, CountDownLatch both) {
        Thread thread = new Thread(() -> {
            mine.lock();
            try {
                both.countDown();
                both.await();
                others.lockInterruptibly();
                others.unlock();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                mine.unlock();
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private CollectionListener listening() {
        CollectionListener listener = new CollectionListener();
        listener.listen();
        listeners.add(listener);
        return listener;
    }

    private static void awaitCollection(CollectionListener listener) {
        Awaitility.await().atMost(LONG).until(() -> {
            System.gc();
            return listener.heapAfterCollection().isPresent();
        });
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
