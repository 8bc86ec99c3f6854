package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.ClientDisconnect;
import dev.tidemark.ingest.ServerRequest;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.RequestDispatcher;
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
    private final Exchange exchange;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable String route;

    AsyncCompletionListener(ServerRequest request, HttpServletRequest http, HttpServletResponse answer) {
        this.request = request;
        this.http = http;
        this.answer = answer;
        this.mapping = http.getHttpServletMapping();
        this.exchange = new Exchange(request, mapping);
    }

    Exchange exchange() {
        return exchange;
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
        if (thrown != null) {
            errorPageFollows();
        }
        Throwable cause = cause(thrown);
        finish(status(cause), cause);
    }

    /** An error page has a route of its own, which is not the request's. */
    void beforeErrorPage() {
        if (route == null) {
            route = Routes.of(http, exchange, mapping, INTERNAL_SERVER_ERROR);
        }
    }

    /** The application failed after a dispatch; the container will complete the request. */
    void failed(Throwable thrown) {
        failure = thrown;
        errorPageFollows();
    }

    private void errorPageFollows() {
        if (!answer.isCommitted()) {
            exchange.writtenByOthers();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        int status = answer.getStatus();
        // The application may still have sent a response.
        finish(status, status < ERROR ? null : cause(failure));
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        failed(new TimeoutException());
    }

    @Override
    public void onError(AsyncEvent event) {
        // Tomcat reports an exception of its own after one that left the filters.
        if (failure == null) {
            failed(event.getThrowable());
        }
        // Nobody gets the rest of the response. Tomcat may complete the request only when it times out.
        if (answer.isCommitted()
                && answer.getStatus() < ERROR
                && ClientDisconnect.isReportedWhileWriting(event.getThrowable())) {
            finish(answer.getStatus(), null);
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // A new asynchronous cycle starts without the listeners of the previous one.
        event.getAsyncContext().addListener(this, http, answer);
    }

    private void finish(int status, @Nullable Throwable cause) {
        String called = route;
        ResponseEnd end = ResponseEnd.of(
                request, http, answer, status, status >= ERROR ? named(cause) : cause, failure, handled());
        request.finish(
                called == null ? Routes.of(http, exchange, mapping, status) : called,
                end.status(),
                end.error(),
                exchange.requestBytes(http),
                exchange.responseBytes(answer));
    }

    /** A framework has its own exception for a timeout. */
    private @Nullable Throwable named(@Nullable Throwable cause) {
        Throwable handled = cause == null || cause instanceof TimeoutException ? handled() : null;
        return handled == null ? cause : handled;
    }

    /** The exception that a handler of Spring MVC has turned into a response or a page, or that sent an error. */
    private @Nullable Throwable handled() {
        if (http.getAttribute(SPRING_EXCEPTION) instanceof Throwable exception) {
            return exception;
        }
        return http.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable exception
                ? cause(exception)
                : null;
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
}
