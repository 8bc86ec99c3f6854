package dev.tidemark.demo.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The faults that can be turned on. */
public enum Fault {

    /** Each statement of the application waits inside PostgreSQL. */
    SLOW_DB("slow-db"),

    /** Some reference data of the application is missing, so requests that need it fail. */
    ERRORS("errors");

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
