package dev.tidemark.embedded.launch;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The faults of a drill, and what a verdict must say to name the cause: the kind and the culprit, not only that something is slow. */
enum DrillFault {
    SLOW_DB("slow-db", "pg_sleep|SELECT .*(slow|takes|statement)|PostgreSQL.*(SELECT|INSERT|statement)"),
    LOCK("lock", "price-import"),
    N_PLUS_ONE("n-plus-one", "(more|calls).*(SELECT|product)|(SELECT|product).*(more|calls)"),
    BAD_PLAN("bad-plan", "product_view"),
    POOL("pool", "(?i)pool|connections? of"),
    REDIS_DOWN("redis-down", "Redis"),
    REDIS_EVICT("redis-evict", "(?i)evict|hit rate|misses"),
    REDIS_SLOW("redis-slow", "SUNIONSTORE|Redis.*slow"),
    SLOW_INVENTORY("slow-inventory", "inventory"),
    FAILING_INVENTORY("failing-inventory", "inventory"),
    GC("gc", "(?i)garbage|GC"),
    CPU("cpu", "(?i)CPU|processor"),
    DISK("disk", "(?i)disk"),
    SURGE("surge", "(?i)traffic|requests/s|surge"),
    SILENCE("silence", "(?i)no requests|silent"),
    ERRORS("errors", "5xx|IllegalStateException"),
    BAD_DEPLOY("bad-deploy", "(?i)restart|deploy|start(ed)? of|new instance");

    private final String id;
    private final Pattern named;

    DrillFault(String id, String named) {
        this.id = id;
        this.named = Pattern.compile(named);
    }

    String id() {
        return id;
    }

    boolean isNamedBy(String verdict) {
        return named.matcher(verdict).find();
    }

    /** @throws LaunchException if there is no such fault */
    static DrillFault named(String id) {
        return Arrays.stream(values())
                .filter(fault -> fault.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new LaunchException("unknown fault " + id + ": expected one of "
                        + Arrays.stream(values()).map(DrillFault::id).collect(Collectors.joining(", "))));
    }
}
