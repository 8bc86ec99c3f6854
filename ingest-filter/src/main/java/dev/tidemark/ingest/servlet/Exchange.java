package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt about a request while it is served: its body's bytes, and the route that it was called by. One thread
 * at a time serves it, and the container hands it over, so nothing here is synchronized.
 */
final class Exchange {
    private static final long UNKNOWN = -1;

    private final ServerRequest request;
    private final boolean statically;
    private long read;
    private long written;
    private @Nullable String pattern;

    Exchange(ServerRequest request, @Nullable HttpServletMapping mapping) {
        this.request = request;
        // Tomcat sends files without copying them only if nothing wraps its response. They have a content length.
        this.statically = mapping != null && "default".equals(mapping.getServletName());
    }

    ServerRequest request() {
        return request;
    }

    HttpServletRequest around(HttpServletRequest http, HttpServletResponse answer) {
        boolean measured = http instanceof ServletRequestWrapper wrapper && wrapper.isWrapperFor(MeasuredRequest.class);
        return measured || http instanceof MeasuredRequest ? http : new MeasuredRequest(http, answer, this);
    }

    HttpServletResponse around(HttpServletResponse answer) {
        boolean measured =
                answer instanceof ServletResponseWrapper wrapper && wrapper.isWrapperFor(MeasuredResponse.class);
        return statically || measured || answer instanceof MeasuredResponse
                ? answer
                : new MeasuredResponse(answer, this);
    }

    void read(long bytes) {
        if (bytes > 0) {
            read += bytes;
        }
    }

    void wrote(long bytes) {
        if (written >= 0) {
            written += bytes;
        }
    }

    /** Nothing of the response was sent yet, and what was written is discarded. */
    void writesAnew() {
        written = 0;
    }

    /** The application serves the request once more; an error page begins with an empty response. */
    void dispatched(boolean error) {
        if (error || written < 0) {
            writesAnew();
        }
    }

    /** The container writes the response, or it is not known who does. */
    void writtenByOthers() {
        written = UNKNOWN;
    }

    /** A framework says which pattern matched. A forward or an error page matches another one later. */
    void matched(String route, DispatcherType dispatch) {
        if (pattern == null && dispatch != DispatcherType.ERROR) {
            pattern = route;
        }
    }

    @Nullable String pattern() {
        return pattern;
    }

    /** The length of the request's body: what the client announced, else what the application read; -1 if unknown. */
    long requestBytes(HttpServletRequest http) {
        long announced = http.getContentLengthLong();
        return announced >= 0 || read == 0 ? announced : read;
    }

    long responseBytes(HttpServletResponse answer) {
        long announced = parse(answer.getHeader("Content-Length"));
        return announced >= 0 || statically ? announced : written;
    }

    private static long parse(@Nullable String length) {
        try {
            return length == null ? UNKNOWN : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
