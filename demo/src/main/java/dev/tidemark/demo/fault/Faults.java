package dev.tidemark.demo.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The faults that are on; at first, none. Thread-safe. */
public final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

    private final Set<Fault> on = ConcurrentHashMap.newKeySet();

    public boolean isOn(Fault fault) {
        return on.contains(fault);
    }

    public void switchOn(Fault fault) {
        if (on.add(fault)) {
            LOG.warn("fault {} is on", fault.id());
        }
    }

    public void clear() {
        for (Fault fault : Fault.values()) {
            if (on.remove(fault)) {
                LOG.warn("fault {} is off", fault.id());
            }
        }
    }

    /** The names of the faults that are on. */
    public List<String> active() {
        return Arrays.stream(Fault.values()).filter(this::isOn).map(Fault::id).toList();
    }
}
