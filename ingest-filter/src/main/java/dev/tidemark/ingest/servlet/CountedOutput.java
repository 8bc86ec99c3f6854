package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Counts the bytes that were written. */
final class CountedOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private final Exchange exchange;

    CountedOutput(ServletOutputStream out, Exchange exchange) {
        this.out = out;
        this.exchange = exchange;
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        exchange.wrote(1);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        exchange.wrote(length);
    }

    /** Containers encode text each in their way. */
    @Override
    public void print(String text) throws IOException {
        out.print(text);
        if (text != null && StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            exchange.wrote(text.length());
        } else {
            exchange.writtenByOthers();
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        TraceContext trace = exchange.request().trace();
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                try (TraceScope ignored = trace.makeCurrent()) {
                    listener.onWritePossible();
                }
            }

            @Override
            public void onError(Throwable error) {
                try (TraceScope ignored = trace.makeCurrent()) {
                    listener.onError(error);
                }
            }
        });
    }
}
