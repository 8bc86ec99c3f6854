package dev.tidemark.wire.event;

/**
 * Latencies are grouped by series: one endpoint of one service.
 *
 * @param service the logical name of the application
 * @param method the HTTP method, upper case
 * @param route the route template
 */
public record Series(String service, String method, String route) {

    /** The method and route of all requests beyond a service's series limit. */
    public static final String OTHER = "(other)";

    /** The series that counts the requests beyond the series limit of {@code service}. */
    public static Series other(String service) {
        return new Series(service, OTHER, OTHER);
    }

    public boolean isOther() {
        return OTHER.equals(route) && OTHER.equals(method);
    }
}
