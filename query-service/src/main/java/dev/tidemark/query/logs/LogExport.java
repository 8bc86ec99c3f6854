package dev.tidemark.query.logs;

import dev.tidemark.query.logs.LogQueries.Row;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseTimeoutException;
import io.micronaut.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of an export. A page is read when its predecessor was taken, so a slow reader costs the memory of one page and no
 * connection to the database. Reading blocks. Not thread-safe.
 */
final class LogExport extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(LogExport.class);

    /** How long an export that has begun waits for a database that is down or busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int CHUNK = 32 << 10;

    private final LogPages pages;
    private final LineWriter writer;
    private Iterator<Row> rows;
    private byte[] chunk;
    private int taken;

    /**
     * Reads the first page.
     *
     * @throws DatabaseException if it cannot be read
     */
    LogExport(LogPages pages, ExportFormat format, JsonMapper json) {
        this.pages = pages;
        this.writer = format.writer(json);
        this.chunk = writer.header();
        List<Row> first = pages.next();
        this.rows = first == null ? Collections.emptyIterator() : first.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (taken == chunk.length) {
            chunk = nextChunk();
            taken = 0;
        }
        if (chunk.length == 0) {
            return -1;
        }
        int count = Math.min(length, chunk.length - taken);
        System.arraycopy(chunk, taken, into, offset, count);
        taken += count;
        return count;
    }

    /** The lines that fit a chunk, at least one; empty at the end. */
    private byte[] nextChunk() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < CHUNK) {
            if (rows.hasNext()) {
                writer.write(rows.next(), out);
                continue;
            }
            List<Row> page = nextPage();
            if (page == null) {
                break;
            }
            rows = page.iterator();
        }
        return out.toByteArray();
    }

    private @Nullable List<Row> nextPage() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return pages.next();
            } catch (DatabaseException e) {
                if (Thread.currentThread().isInterrupted()) {
                    // The framework interrupts this thread when the client disconnects.
                    throw new InterruptedIOException("the client disconnected");
                }
                if (e instanceof DatabaseTimeoutException || System.nanoTime() - deadline > 0) {
                    LOG.warn("An export of log lines ends early: {}", e.getMessage());
                    throw new IOException(e.getMessage(), e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
