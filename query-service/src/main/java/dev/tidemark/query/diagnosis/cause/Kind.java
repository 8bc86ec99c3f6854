package dev.tidemark.query.diagnosis.cause;

import java.util.Set;

/** The kinds of cause. */
public enum Kind {
    LOCK_CHAIN("lock_chain"),
    CHANGED_PLAN("changed_plan"),
    MORE_DATA("more_data"),
    SLOW_STATEMENT("slow_statement"),
    MORE_CALLS("more_calls"),
    POOL_EXHAUSTED("pool_exhausted"),
    SERVER_CONNECTIONS("server_connections"),
    POSTGRES_AWAY("postgres_away"),
    FAILING_STATEMENT("failing_statement"),
    REDIS_SLOW("redis_slow"),
    HIT_RATE("hit_rate"),
    EVICTIONS("evictions"),
    REDIS_AWAY("redis_away"),
    SLOW_DOWNSTREAM("slow_downstream"),
    FAILING_DOWNSTREAM("failing_downstream"),
    GC_PRESSURE("gc_pressure"),
    JVM_DEADLOCK("jvm_deadlock"),
    CPU_SATURATION("cpu_saturation"),
    CPU_THROTTLED("cpu_throttled"),
    MEMORY_PRESSURE("memory_pressure"),
    DISK_FULL("disk_full"),
    DISK_SLOW("disk_slow"),
    TRAFFIC_SURGE("traffic_surge"),
    TRAFFIC_GONE("traffic_gone"),
    RESTART("restart"),
    NEW_ERROR_TYPE("new_error_type"),
    ERRORS_OF_ONE_ROUTE("errors_of_one_route");

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** The name in the API. */
    public String label() {
        return label;
    }

    /** Whether it says what fails, but not why: other causes are named before it. */
    boolean isSymptom() {
        return this == NEW_ERROR_TYPE || this == ERRORS_OF_ONE_ROUTE || this == FAILING_STATEMENT;
    }

    /** The kinds that are consequences of this one, and say less. */
    Set<Kind> consequences() {
        return switch (this) {
            case LOCK_CHAIN, DISK_SLOW -> Set.of(SLOW_STATEMENT);
            case CHANGED_PLAN, MORE_DATA, SLOW_STATEMENT, SERVER_CONNECTIONS -> Set.of(POOL_EXHAUSTED);
            case EVICTIONS -> Set.of(HIT_RATE, MORE_CALLS);
            case HIT_RATE -> Set.of(MORE_CALLS);
            case POSTGRES_AWAY -> Set.of(FAILING_STATEMENT, SLOW_STATEMENT, SERVER_CONNECTIONS, POOL_EXHAUSTED);
            case REDIS_AWAY -> Set.of(REDIS_SLOW, HIT_RATE);
            case FAILING_DOWNSTREAM -> Set.of(SLOW_DOWNSTREAM);
            default -> Set.of();
        };
    }
}
