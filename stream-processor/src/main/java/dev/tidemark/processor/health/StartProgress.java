package dev.tidemark.processor.health;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a process that is not at work yet, or no longer, is doing. Thread-safe. */
public final class StartProgress {
    private final Clock clock;
    private volatile @Nullable Problem step;

    public StartProgress(Clock clock, String step) {
        this.clock = clock;
        now(step);
    }

    /** From now on it does this. */
    public void now(String what) {
        step = new Problem("process", what, clock.instant());
    }

    /** It is at work. */
    public void done() {
        step = null;
    }

    /** A check for {@link Health#ready}. */
    public List<Problem> problems() {
        Problem now = step;
        return now == null ? List.of() : List.of(now);
    }
}
