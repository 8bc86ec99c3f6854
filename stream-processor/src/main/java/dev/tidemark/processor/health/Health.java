package dev.tidemark.processor.health;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * How the parts of the process are. It is ready when nothing keeps it from its work, and live as long as it may become so without
 * being restarted. Thread-safe.
 */
public final class Health {
    private final List<Supplier<List<Problem>>> readiness = new CopyOnWriteArrayList<>();
    private final List<Supplier<List<Problem>>> liveness = new CopyOnWriteArrayList<>();

    /** @param check gives what keeps a part from its work now; must not wait for anything */
    public void ready(Supplier<List<Problem>> check) {
        readiness.add(check);
    }

    /** @param check gives what only a restart can mend; must not wait for anything */
    public void live(Supplier<List<Problem>> check) {
        liveness.add(check);
    }

    /** What keeps the process from its work. */
    public List<Problem> notReady() {
        return all(readiness);
    }

    /** What only a restart can mend. */
    public List<Problem> notLive() {
        return all(liveness);
    }

    private static List<Problem> all(List<Supplier<List<Problem>>> checks) {
        List<Problem> problems = new ArrayList<>();
        checks.forEach(check -> problems.addAll(check.get()));
        return problems;
    }
}
