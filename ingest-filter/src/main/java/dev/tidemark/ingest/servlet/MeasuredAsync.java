package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.trace.Traced;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/** The container's context, whose request and response are measured and whose tasks carry the trace. */
final class MeasuredAsync implements AsyncContext {
    private final AsyncContext async;
    private final MeasuredRequest request;
    private final HttpServletResponse answer;
    private final Exchange exchange;
    private final boolean original;

    /** @param original whether the application has passed no request and response of its own */
    MeasuredAsync(
            AsyncContext async,
            MeasuredRequest request,
            HttpServletResponse answer,
            Exchange exchange,
            boolean original) {
        this.async = async;
        this.request = request;
        this.answer = answer;
        this.exchange = exchange;
        this.original = original;
    }

    @Override
    public ServletRequest getRequest() {
        return original ? request : async.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return original ? answer : async.getResponse();
    }

    @Override
    public void start(Runnable task) {
        async.start(Traced.runnable(exchange.request().trace(), task));
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return original;
    }

    @Override
    public void dispatch() {
        async.dispatch();
    }

    @Override
    public void dispatch(String path) {
        async.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        async.dispatch(context, path);
    }

    @Override
    public void complete() {
        async.complete();
    }

    @Override
    public void addListener(AsyncListener listener) {
        async.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        async.addListener(listener, request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return async.createListener(type);
    }

    @Override
    public void setTimeout(long millis) {
        async.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return async.getTimeout();
    }
}
