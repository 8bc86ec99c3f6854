package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.Adapter;
import dev.tidemark.ingest.ServerRequest;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.TidemarkHandle;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * Measures every request to a servlet container until the end of its response, also if that is written asynchronously.
 * Exceptions of the application reach the container unchanged. {@link TidemarkInitializer} registers it; in other
 * containers, register it like any filter, for all paths, with async supported. Thread-safe.
 */
public final class TidemarkFilter implements Filter {
    private static final String COMPLETION_LISTENER = "dev.tidemark.servlet.completion-listener";

    private @Nullable TidemarkHandle handle;

    @Override
    public void init(FilterConfig config) {
        handle = Tidemark.acquire(Adapter.SERVLET);
    }

    @Override
    public void destroy() {
        if (handle != null) {
            handle.close();
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (handle != null
                && request instanceof HttpServletRequest http
                && response instanceof HttpServletResponse answer) {
            Object known = http.getAttribute(ServerRequest.ATTRIBUTE);
            if (known == null) {
                measure(handle.tidemark(), http, answer, chain);
                return;
            }
            if (known instanceof ServerRequest begun) {
                goOn(begun, http, answer, chain);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    private static void measure(
            Tidemark tidemark, HttpServletRequest http, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        ServerRequest begun = tidemark.begin(
                http.getMethod(),
                path(http),
                onlyOne(http, TraceContext.TRACEPARENT),
                all(http, TraceContext.TRACESTATE));
        http.setAttribute(ServerRequest.ATTRIBUTE, begun);
        answer.setHeader(TraceContext.X_TRACE_ID, begun.trace().traceId());
        AsyncCompletionListener listener = new AsyncCompletionListener(begun, http, answer);
        http.setAttribute(COMPLETION_LISTENER, listener);
        Throwable failure = null;
        try (TraceScope ignored = begun.trace().makeCurrent()) {
            HttpServletResponse measured = listener.exchange().around(answer);
            chain.doFilter(listener.exchange().around(http, measured), measured);
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            listener.leave(failure);
        }
    }

    /**
     * A request that is dispatched again is already measured, but may be on another thread now, and an error page may
     * have reset the response. The same filter, after those of the application, sees their span of OpenTelemetry.
     */
    private static void goOn(
            ServerRequest begun, HttpServletRequest http, HttpServletResponse answer, FilterChain chain)
            throws IOException, ServletException {
        begun.joinActiveSpan();
        answer.setHeader(TraceContext.X_TRACE_ID, begun.trace().traceId());
        try (TraceScope ignored = begun.trace().makeCurrent()) {
            // Another filter of ours, outside of this one, measures the request.
            if (!(http.getAttribute(COMPLETION_LISTENER) instanceof AsyncCompletionListener listener)) {
                chain.doFilter(http, answer);
                return;
            }
            boolean error = http.getDispatcherType() == DispatcherType.ERROR;
            if (error) {
                listener.beforeErrorPage();
            }
            if (!answer.isCommitted()) {
                listener.exchange().dispatched(error);
            }
            HttpServletResponse measured = listener.exchange().around(answer);
            try {
                chain.doFilter(listener.exchange().around(http, measured), measured);
            } catch (Throwable e) {
                // The application's filters around this one may still handle it.
                if (http.getDispatcherType() != DispatcherType.REQUEST) {
                    listener.failed(e);
                }
                throw e;
            }
        }
    }

    /** The path within the web application, without its context path. */
    private static String path(HttpServletRequest http) {
        String context = http.getContextPath();
        return context == null ? http.getRequestURI() : http.getRequestURI().substring(context.length());
    }

    /** W3C Trace Context requires a new trace if the header occurs several times. */
    private static @Nullable String onlyOne(HttpServletRequest http, String header) {
        Enumeration<String> values = http.getHeaders(header);
        String first = values.hasMoreElements() ? values.nextElement() : null;
        return values.hasMoreElements() ? null : first;
    }

    private static @Nullable String all(HttpServletRequest http, String header) {
        return http.getHeader(header) == null ? null : TraceContext.joined(Collections.list(http.getHeaders(header)));
    }
}
