package dev.tidemark.ingest.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of the body. */
final class MeasuredResponse extends HttpServletResponseWrapper {
    private final Exchange exchange;
    private @Nullable ServletOutputStream output;
    private @Nullable PrintWriter writer;

    MeasuredResponse(HttpServletResponse answer, Exchange exchange) {
        super(answer);
        this.exchange = exchange;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        ServletOutputStream counted = output;
        if (counted == null) {
            counted = new CountedOutput(super.getOutputStream(), exchange);
            output = counted;
        }
        return counted;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        PrintWriter counted = writer;
        if (counted == null) {
            PrintWriter own = super.getWriter();
            counted = new CountedWriter(own, getCharacterEncoding(), exchange);
            writer = counted;
        }
        return counted;
    }

    @Override
    public void reset() {
        super.reset();
        output = null;
        writer = null;
        exchange.writesAnew();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        exchange.writesAnew();
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        super.sendError(status, message);
        exchange.writtenByOthers();
    }

    @Override
    public void sendError(int status) throws IOException {
        super.sendError(status);
        exchange.writtenByOthers();
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        super.sendRedirect(location);
        // Some containers write a short page.
        exchange.writtenByOthers();
    }
}
