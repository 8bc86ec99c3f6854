package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Detects when a request actually ends, and with which outcome. */
final class AsyncCompletionListener implements AsyncListener {
    private static final String SPRING_EXCEPTION = "org.springframework.web.servlet.DispatcherServlet.EXCEPTION";
    private static final int ERROR = 400;
    private static final int INTERNAL_SERVER_ERROR = 500;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int NOT_FOUND = 404;

    private final ServerRequest request;
    private final HttpServletRequest http;
    private final HttpServletResponse answer;
    private final @Nullable HttpServletMapping mapping;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable String route;

    AsyncCompletionListener(ServerRequest request, HttpServletRequest http, HttpServletResponse answer) {
        this.request = request;
        this.http = http;
        this.answer = answer;
        this.mapping = http.getHttpServletMapping();
    }

    /** The request has left the filter chain: this is its end, unless it continues asynchronously. */
    void leave(@Nullable Throwable thrown) {
        if (thrown == null && http.isAsyncStarted()) {
            try {
                http.getAsyncContext().addListener(this, http, answer);
                return;
            } catch (IllegalStateException e) {
                // Another thread has completed it in the meantime.
            }
        }
        Throwable cause = cause(thrown);
        finish(status(cause), cause);
    }

    /** An error page has a route of its own, which is not the request's. */
    void beforeErrorPage() {
        if (route == null) {
            route = Routes.of(http, mapping, INTERNAL_SERVER_ERROR);
        }
    }

    /** The application failed after a dispatch; the container will complete the request. */
    void failed(Throwable thrown) {
        failure = thrown;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        int status = answer.getStatus();
        // The application may still have sent a response.
        finish(status, status < ERROR ? null : cause(failure));
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        failure = new TimeoutException();
    }

    @Override
    public void onError(AsyncEvent event) {
        // Tomcat reports an exception of its own after one that left the filters.
        if (failure == null) {
            failed(event.getThrowable());
        }
        // Nobody gets the rest of the response. Tomcat may complete the request only when it times out.
        if (answer.getStatus() < ERROR && ClientDisconnect.isReportedWhileWriting(event.getThrowable())) {
            finish(answer.getStatus(), null);
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A new asynchronous cycle starts without the listeners of the previous one.
        event.getAsyncContext().addListener(this, http, answer);
    }

    private void finish(int status, @Nullable Throwable cause) {
        String length = answer.getHeader("Content-Length");
        String called = route;
        Throwable handled = handled();
        ResponseEnd end = ResponseEnd.of(
                request, http, answer, status, cause == null && status >= ERROR ? handled : cause, failure, handled);
        request.finish(
                called == null ? Routes.of(http, mapping, status) : called,
                end.status(),
                end.error(),
                http.getContentLengthLong(),
                parse(length));
    }

    /** The exception that a handler of Spring MVC has turned into a response. */
    private @Nullable Throwable handled() {
        return http.getAttribute(SPRING_EXCEPTION) instanceof Throwable exception ? exception : null;
    }

    /** The container sets the status of a failure only after the filter, unless the response is already committed. */
    private int status(@Nullable Throwable cause) {
        int status = answer.getStatus();
        if (cause == null || answer.isCommitted() || status >= ERROR) {
            return status;
        }
        if (cause instanceof UnavailableException unavailable) {
            return unavailable.isPermanent() ? NOT_FOUND : SERVICE_UNAVAILABLE;
        }
        return INTERNAL_SERVER_ERROR;
    }

    private static @Nullable Throwable cause(@Nullable Throwable thrown) {
        if (thrown instanceof ServletException wrapper
                && !(thrown instanceof UnavailableException)
                && wrapper.getCause() != null) {
            return wrapper.getCause();
        }
        return thrown;
    }

    private static long parse(@Nullable String length) {
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
