package dev.tidemark.demo.fault;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults that are on; at first, none. Thread-safe. */
public final class Faults implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final List<Disturbance> disturbances = new CopyOnWriteArrayList<>();
    private final Map<Fault, List<DisturbanceThreads>> running = new EnumMap<>(Fault.class);
    private volatile List<Fault> on = List.of();

    /** Adds what the application does while a fault is on. */
    public void add(Disturbance disturbance) {
        disturbances.add(disturbance);
    }

    public boolean isOn(Fault fault) {
        return on.contains(fault);
    }

    public synchronized void switchOn(Fault fault) {
        if (isOn(fault)) {
            return;
        }
        LOG.warn("fault {} is on", fault.id());
        running.put(
                fault,
                disturbances.stream()
                        .filter(disturbance -> disturbance.fault() == fault)
                        .map(DisturbanceThreads::start)
                        .toList());
        on = Arrays.stream(Fault.values()).filter(running::containsKey).toList();
    }

    /** Turns all faults off, and returns when what they did has ended. */
    public synchronized void clear() {
        List<Fault> cleared = on;
        on = List.of();
        running.values().forEach(threads -> threads.forEach(DisturbanceThreads::close));
        running.clear();
        cleared.forEach(fault -> LOG.warn("fault {} is off", fault.id()));
    }

    /** The names of the faults that are on. */
    public List<String> active() {
        return on.stream().map(Fault::id).toList();
    }

    @Override
    public void close() {
        clear();
    }
}
