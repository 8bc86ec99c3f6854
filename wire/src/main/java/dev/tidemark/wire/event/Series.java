package dev.tidemark.wire.event;

/**
 * What latencies are grouped by: one endpoint of one service.
 *
 * @param service the logical name of the application
 * @param method the HTTP method, upper case
 * @param route the route template
 */
public record Series(String service, String method, String route) {

    /** Stands for method and route of everything beyond a service's limit of series. */
    public static final String OTHER = "(other)";

    /** The series that takes what goes beyond the limit of {@code service}. */
    public static Series other(String service) {
        return new Series(service, OTHER, OTHER);
    }

    public boolean isOther() {
        return OTHER.equals(route) && OTHER.equals(method);
    }
}
