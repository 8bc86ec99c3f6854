package dev.tidemark.ingest;

import java.util.Locale;

/** What hands requests or log lines of an application to the filter. */
public enum Adapter {
    /** The application's own code. */
    APPLICATION(true),
    LOGBACK(false),
    MICRONAUT(true),
    QUARKUS(true),
    SERVLET(true),
    SPRING_WEBFLUX(true);

    private final boolean requests;

    Adapter(boolean requests) {
        this.requests = requests;
    }

    /** Whether it measures requests. */
    boolean measuresRequests() {
        return requests;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
