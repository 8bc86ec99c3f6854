package dev.tidemark.query.requests;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * The services with requests in a span.
 *
 * @param tier the width of the windows at its ends
 * @param total how many there are, those beyond the limit included
 * @param services those with most requests first
 */
@Serdeable
record ServiceList(Instant from, Instant to, String tier, int total, List<Service> services) {
    /** The requests of one service. */
    @Serdeable
    record Service(String service, long requestCount) {}

    /** What it takes in memory, about, in bytes. */
    long heapBytes() {
        return 64
                + services.stream()
                        .mapToLong(each -> 80 + 2L * each.service().length())
                        .sum();
    }
}
