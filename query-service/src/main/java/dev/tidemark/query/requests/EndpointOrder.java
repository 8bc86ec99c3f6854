package dev.tidemark.query.requests;

import dev.tidemark.query.parameter.InvalidParameterException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a table of endpoints is sorted by; the largest first, unknown figures last. */
enum EndpointOrder {
    TIME("time", figure(EndpointStatistics::timeShare)),
    REQUESTS("requests", Comparator.comparingLong(EndpointStatistics::requestCount)),
    ERRORS("errors", Comparator.comparingLong(EndpointStatistics::errorCount)),
    P50("p50", figure(EndpointStatistics::p50LatencyMs)),
    P95("p95", figure(EndpointStatistics::p95LatencyMs)),
    P99("p99", figure(EndpointStatistics::p99LatencyMs)),
    LOST("lost", figure(EndpointStatistics::lostMs));

    private final String label;
    private final Comparator<EndpointStatistics> order;

    EndpointOrder(String label, Comparator<EndpointStatistics> rising) {
        this.label = label;
        // Those that are equal, or all unknown, come with the most time first.
        this.order = rising.reversed()
                .thenComparing(figure(EndpointStatistics::timeShare).reversed())
                .thenComparing(EndpointStatistics::service)
                .thenComparing(EndpointStatistics::route)
                .thenComparing(EndpointStatistics::method);
    }

    private static Comparator<EndpointStatistics> figure(Function<EndpointStatistics, @Nullable Double> figure) {
        return Comparator.comparingDouble(endpoint -> {
            Double known = figure.apply(endpoint);
            return known == null ? Double.NEGATIVE_INFINITY : known;
        });
    }

    Comparator<EndpointStatistics> comparator() {
        return order;
    }

    /** The order that {@code label} names; by time for null. */
    static EndpointOrder of(@Nullable String label) {
        if (label == null) {
            return TIME;
        }
        return Arrays.stream(values())
                .filter(order -> order.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidParameterException(
                        "sort",
                        label,
                        "one of "
                                + Arrays.stream(values())
                                        .map(order -> order.label)
                                        .collect(Collectors.joining(", "))));
    }
}
