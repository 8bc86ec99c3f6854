package dev.tidemark.embedded.launch;

import java.util.List;

/**
 * A fault that is a matter of which processes run.
 *
 * @param ends what does not run meanwhile
 * @param begins what runs meanwhile; it is held while the fault is off
 */
record ProcessFault(List<RestartMonitor> ends, List<RestartMonitor> begins) {

    void begin() {
        ends.forEach(RestartMonitor::hold);
        begins.forEach(RestartMonitor::release);
    }

    /** Does nothing if it is off. */
    void end() {
        begins.forEach(RestartMonitor::hold);
        ends.forEach(RestartMonitor::release);
    }
}
