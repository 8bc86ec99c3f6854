package dev.tidemark.ingest.servlet;

import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.ingest.trace.TraceScope;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** Counts the bytes that were read. */
final class CountedInput extends ServletInputStream {
    private final ServletInputStream in;
    private final Exchange exchange;

    CountedInput(ServletInputStream in, Exchange exchange) {
        this.in = in;
        this.exchange = exchange;
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        exchange.read(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes) throws IOException {
        return read(bytes, 0, bytes.length);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = in.read(bytes, from, length);
        exchange.read(read);
        return read;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    @Override
    public boolean isFinished() {
        return in.isFinished();
    }

    @Override
    public boolean isReady() {
        return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        TraceContext trace = exchange.request().trace();
        in.setReadListener(new ReadListener() {
            @Override
            public void onDataAvailable() throws IOException {
                try (TraceScope ignored = trace.makeCurrent()) {
                    listener.onDataAvailable();
                }
            }

            @Override
            public void onAllDataRead() throws IOException {
                try (TraceScope ignored = trace.makeCurrent()) {
                    listener.onAllDataRead();
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
