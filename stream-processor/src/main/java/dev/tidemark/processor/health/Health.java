package dev.tidemark.processor.health;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The health of the process: ready when nothing keeps it from working, live as long as it can become ready without a restart.
 * Thread-safe.
 */
public final class Health {
    private final List<Supplier<List<Problem>>> readiness = new CopyOnWriteArrayList<>();
    private final List<Supplier<List<Problem>>> liveness = new CopyOnWriteArrayList<>();

    /** @param check returns what keeps a part from working now; must not block */
    public void ready(Supplier<List<Problem>> check) {
        readiness.add(check);
    }

    /** @param check returns the problems that only a restart can fix; must not block */
    public void live(Supplier<List<Problem>> check) {
        liveness.add(check);
    }

    /** The problems that keep the process from working. */
    public List<Problem> notReady() {
        return all(readiness);
    }

    /** The problems that only a restart can fix. */
    public List<Problem> notLive() {
        return all(liveness);
    }

    private static List<Problem> all(List<Supplier<List<Problem>>> checks) {
        List<Problem> problems = new ArrayList<>();
        checks.forEach(check -> problems.addAll(check.get()));
        return problems;
    }
}
