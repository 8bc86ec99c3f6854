package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Gauges of the JVM's platform threads. For one thread. */
final class JvmThreads {
    private final ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    private final Pace detail;
    private final Pace rarely;

    JvmThreads(LongSupplier nanoTime) {
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        rarely = new Pace(Frequency.MINUTE, nanoTime);
    }

    void read(Readings readings) {
        readings.put(Gauge.JVM_THREADS, bean.getThreadCount());
        detail.run(() -> readStates(readings));
        rarely.run(() -> {
            // Stops the JVM for a moment; long[] or null.
            long[] deadlocked = bean.isSynchronizerUsageSupported()
                    ? bean.findDeadlockedThreads()
                    : bean.findMonitorDeadlockedThreads();
            readings.put(Gauge.JVM_DEADLOCKED_THREADS, deadlocked == null ? 0 : deadlocked.length);
        });
    }

    private void readStates(Readings readings) {
        readings.put(Gauge.JVM_DAEMON_THREADS, bean.getDaemonThreadCount());
        readings.put(Gauge.JVM_PEAK_THREADS, bean.getPeakThreadCount());
        Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
        // Without stack traces the JVM is not stopped.
        for (ThreadInfo thread : bean.getThreadInfo(bean.getAllThreadIds())) {
            // Null if it has ended meanwhile.
            if (thread != null) {
                states.merge(thread.getThreadState(), 1, Integer::sum);
            }
        }
        for (Thread.State state : Thread.State.values()) {
            if (state != Thread.State.NEW && state != Thread.State.TERMINATED) {
                readings.put(
                        Gauge.JVM_THREADS_IN_STATE,
                        state.name().toLowerCase(Locale.ROOT),
                        states.getOrDefault(state, 0));
            }
        }
    }
}
