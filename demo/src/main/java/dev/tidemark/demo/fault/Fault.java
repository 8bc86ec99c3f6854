package dev.tidemark.demo.fault;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can go wrong on demand. */
public enum Fault {

    /** Each statement of the application waits inside PostgreSQL. */
    SLOW_DB("slow-db"),

    /** Some reference data of the application is gone, so that the requests that need it fail. */
    ERRORS("errors");

    private final String id;

    Fault(String id) {
        this.id = id;
    }

    /** The name in addresses and log lines. */
    public String id() {
        return id;
    }

    /** The fault of that name, if there is one. */
    public static Optional<Fault> named(String id) {
        return Arrays.stream(values()).filter(fault -> fault.id.equals(id)).findFirst();
    }

    /** All names, as an error message lists them. */
    public static String names() {
        return Arrays.stream(values()).map(Fault::id).collect(Collectors.joining(", "));
    }
}
