package dev.tidemark.demo.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The faults that can be turned on. */
public enum Fault {

    /** Each statement of the application waits inside PostgreSQL. */
    SLOW_DB("slow-db"),

    /** Some reference data of the application is missing, so requests that need it fail. */
    ERRORS("errors"),

    /** A session keeps the rows of popular products locked and does nothing, so carts and orders with them wait. */
    LOCK("lock"),

    /** The list of products is read with one statement for each product. */
    N_PLUS_ONE("n-plus-one"),

    /** The index of the products' views is gone, so PostgreSQL reads the whole table for each product. */
    BAD_PLAN("bad-plan"),

    /** Something else in the shop borrows all connections of its pool for a third of a second, again and again. */
    POOL("pool"),

    /** Large values fill Redis, which evicts what the shop has cached. */
    REDIS_EVICT("redis-evict"),

    /** Slow commands keep Redis busy, so that all others wait. */
    REDIS_SLOW("redis-slow"),

    /** The inventory takes 400 ms longer to answer, and does nothing meanwhile. */
    SLOW_INVENTORY("slow-inventory"),

    /** The inventory fails two of three requests. */
    FAILING_INVENTORY("failing-inventory"),

    /** The heap of the shop is nearly full, so garbage collection takes most of the time. */
    GC("gc"),

    /** Busy threads in the shop take all processors. */
    CPU("cpu"),

    /** The shop writes to the disk as fast as it can. */
    DISK("disk");

    private final String id;

    Fault(String id) {
        this.id = id;
    }

    /** The name in URLs and log lines. */
    public String id() {
        return id;
    }

    /** Returns the fault with this name, if there is one. */
    public static Optional<Fault> named(String id) {
        return Arrays.stream(values()).filter(fault -> fault.id.equals(id)).findFirst();
    }

    /** All names, for error messages. */
    public static String names() {
        return Arrays.stream(values()).map(Fault::id).collect(Collectors.joining(", "));
    }
}
