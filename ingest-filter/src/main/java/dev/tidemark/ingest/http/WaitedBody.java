package dev.tidemark.ingest.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A response's body: what the thread waits for it belongs to the call. */
public final class WaitedBody extends FilterInputStream {
    private final HttpCall call;

    public WaitedBody(HttpCall call, InputStream body) {
        super(body);
        this.call = call;
    }

    @Override
    public int read() throws IOException {
        call.resume();
        try {
            return super.read();
        } finally {
            call.pause();
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        call.resume();
        try {
            return super.read(bytes, offset, length);
        } finally {
            call.pause();
        }
    }
}
