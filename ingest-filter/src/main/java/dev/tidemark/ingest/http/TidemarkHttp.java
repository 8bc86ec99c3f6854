package dev.tidemark.ingest.http;

import java.net.http.HttpClient;

/**
 * Measures the requests of the JDK's HTTP client, and propagates the trace with them.
 *
 * <pre>{@code
 * HttpClient client = TidemarkHttp.measure(HttpClient.newHttpClient());
 * }</pre>
 *
 * <p>The time of a request ends when its response's body handler has its result: with {@code BodyHandlers.ofString()} after the last
 * byte of the body, with {@code ofInputStream()} after the headers. WebSockets are not measured.
 */
public final class TidemarkHttp {
    private TidemarkHttp() {}

    /** A client that sends with {@code client}; the same one if it is measured already. */
    public static HttpClient measure(HttpClient client) {
        return client instanceof MeasuredHttpClient ? client : new MeasuredHttpClient(client);
    }
}
