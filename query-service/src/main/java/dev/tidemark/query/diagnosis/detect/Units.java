package dev.tidemark.query.diagnosis.detect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins windows until they hold enough requests to be judged. */
final class Units {
    private Units() {}

    /**
     * Joins consecutive windows until a unit holds {@code enough} latencies, but none that are {@code longest} or more apart. A unit with
     * fewer than {@code least} is left out.
     */
    static List<Window> of(List<Window> windows, int enough, int least, Duration longest) {
        List<Window> units = new ArrayList<>();
        Window open = null;
        for (Window window : windows) {
            if (open != null && Duration.between(open.start(), window.end()).compareTo(longest) > 0) {
                add(units, open, least);
                open = null;
            }
            open = open == null ? window : open.plus(window);
            if (open.latencies() >= enough) {
                units.add(open);
                open = null;
            }
        }
        add(units, open, least);
        return units;
    }

    private static void add(List<Window> units, @Nullable Window unit, int least) {
        if (unit != null && unit.latencies() >= least) {
            units.add(unit);
        }
    }
}
