package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Gauges of the processes: how many, in which state, and which use most. For one thread. */
final class ProcessReader {
    /** Processes whose processor time is compared with the next reading. */
    static final int COMPARED = 10_000;

    private static final int TOP = 5;
    private static final List<OSProcess.State> STATES = List.of(
            OSProcess.State.RUNNING,
            OSProcess.State.SLEEPING,
            OSProcess.State.WAITING,
            OSProcess.State.STOPPED,
            OSProcess.State.ZOMBIE,
            OSProcess.State.OTHER);

    private final OperatingSystem system;
    private final int processors;
    private final ProcessNames names = new ProcessNames();
    private final Pace pace;
    private Map<Integer, Long> before = Map.of();
    private long beforeNanos;

    ProcessReader(OperatingSystem system, int processors, LongSupplier nanoTime) {
        pace = new Pace(Frequency.MINUTE, nanoTime);
        this.system = system;
        this.processors = processors;
    }

    void read(Readings readings) {
        readings.put(Gauge.PROCESS_COUNT, system.getProcessCount());
        readings.put(Gauge.PROCESS_THREAD_COUNT, system.getThreadCount());
        pace.run(() -> {
            readings.put(Gauge.HOST_UPTIME_SECONDS, system.getSystemUptime());
            readAll(readings, system.getProcesses(), System.nanoTime());
        });
    }

    private void readAll(Readings readings, List<OSProcess> processes, long now) {
        Map<OSProcess.State, Integer> states = new EnumMap<>(OSProcess.State.class);
        Map<String, Double> memory = new HashMap<>();
        Map<String, Double> time = new HashMap<>();
        Map<Integer, Long> times = new HashMap<>();
        double elapsedMillis = (now - beforeNanos) / 1e6;
        for (OSProcess process : processes) {
            OSProcess.State state = STATES.contains(process.getState()) ? process.getState() : OSProcess.State.OTHER;
            states.merge(state, 1, Integer::sum);
            // The name of the program only: arguments can contain secrets.
            String name = ProcessNames.normalize(process.getName());
            memory.merge(name, (double) process.getResidentMemory(), Double::sum);
            long used = process.getKernelTime() + process.getUserTime();
            if (times.size() < COMPARED) {
                times.put(process.getProcessID(), used);
            }
            long last = before.getOrDefault(process.getProcessID(), Long.MAX_VALUE);
            // Another process can have the number of one that ended.
            boolean isNew = last > used;
            if (!before.isEmpty() && (!isNew || process.getUpTime() <= elapsedMillis)) {
                time.merge(name, (double) (isNew ? used : used - last), Double::sum);
            }
        }
        for (OSProcess.State state : STATES) {
            readings.put(
                    Gauge.PROCESSES_IN_STATE, state.name().toLowerCase(Locale.ROOT), states.getOrDefault(state, 0));
        }
        top(memory).forEach((name, bytes) -> readings.put(Gauge.PROCESS_MEMORY_MB, name, bytes / (1 << 20)));
        top(time)
                .forEach((name, millis) -> readings.put(
                        Gauge.PROCESS_CPU_PERCENT, name, Math.min(100, 100 * millis / elapsedMillis / processors)));
        before = times;
        beforeNanos = now;
    }

    private Map<String, Double> top(Map<String, Double> values) {
        Map<String, Double> top = new HashMap<>();
        values.entrySet().stream()
                .filter(value -> value.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .limit(TOP)
                .forEach(value -> top.merge(names.admit(value.getKey()), value.getValue(), Double::sum));
        return top;
    }
}
