package dev.tidemark.processor.health;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The step that the start of the process has reached. Thread-safe. */
public final class StartProgress {
    private final Clock clock;
    private volatile @Nullable Problem step;

    public StartProgress(Clock clock, String step) {
        this.clock = clock;
        now(step);
    }

    /** The start has reached {@code step}. */
    public void now(String what) {
        step = new Problem("process", what, clock.instant());
    }

    /** The start is complete. */
    public void done() {
        step = null;
    }

    /** A check for {@link Health#ready}. */
    public List<Problem> problems() {
        Problem now = step;
        return now == null ? List.of() : List.of(now);
    }
}
