package dev.tidemark.ingest.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of the body, notes the route, and carries the trace to asynchronous tasks of the container. */
final class MeasuredRequest extends HttpServletRequestWrapper {
    private final HttpServletResponse answer;
    private final Exchange exchange;
    private @Nullable ServletInputStream input;
    private @Nullable BufferedReader reader;

    MeasuredRequest(HttpServletRequest http, HttpServletResponse answer, Exchange exchange) {
        super(http);
        this.answer = answer;
        this.exchange = exchange;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value != null && name.equals(Routes.SPRING)) {
            exchange.matched(value.toString(), getDispatcherType());
        }
        super.setAttribute(name, value);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        ServletInputStream counted = input;
        if (counted == null) {
            counted = new CountedInput(super.getInputStream(), exchange);
            input = counted;
        }
        return counted;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (getContentLengthLong() >= 0 || input != null) {
            return super.getReader();
        }
        // The length is unknown, so the bytes are counted before they are decoded.
        BufferedReader counted = reader;
        if (counted == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.ISO_8859_1 : charset(encoding);
            counted = new BufferedReader(
                    new InputStreamReader(new CountedInput(super.getInputStream(), exchange), charset));
            reader = counted;
        }
        return counted;
    }

    private static Charset charset(String name) throws IOException {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new java.io.UnsupportedEncodingException(name);
        }
    }

    /** After a dispatch, only this request has the characters that the reader has buffered. */
    @Override
    public AsyncContext startAsync() {
        AsyncContext async = reader == null ? super.startAsync() : super.startAsync(this, answer);
        return new MeasuredAsync(async, this, answer, exchange, true);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return new MeasuredAsync(super.startAsync(request, response), this, answer, exchange, false);
    }

    @Override
    public AsyncContext getAsyncContext() {
        AsyncContext async = super.getAsyncContext();
        return new MeasuredAsync(async, this, answer, exchange, async.hasOriginalRequestAndResponse());
    }
}
