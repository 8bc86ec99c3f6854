package dev.tidemark.query.export;

import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseTimeoutException;
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
 * The bytes of a download. A page is read when its predecessor was taken, so a slow reader costs the memory of one page and no
 * connection to the database. Reading blocks. Not thread-safe.
 */
final class ExportStream extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(ExportStream.class);

    /** How long a download that has begun waits for a database that is down or busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int CHUNK = 32 << 10;

    private final ExportTable.Pages<?> pages;
    private final RowWriter writer;
    private Iterator<?> rows;
    private byte[] chunk;
    private int taken;
    private boolean ended;

    /**
     * Reads the first page.
     *
     * @throws DatabaseException if it cannot be read
     */
    ExportStream(ExportTable.Pages<?> pages, RowWriter writer) {
        this.pages = pages;
        this.writer = writer;
        this.chunk = writer.header();
        List<?> first = pages.next();
        this.ended = first == null;
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

    /** The rows that fit a chunk, at least one; empty at the end. */
    private byte[] nextChunk() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < CHUNK) {
            if (rows.hasNext()) {
                writer.write(rows.next(), out);
                continue;
            }
            List<?> page = ended ? null : nextPage();
            if (page == null) {
                ended = true;
                break;
            }
            rows = page.iterator();
        }
        return out.toByteArray();
    }

    private @Nullable List<?> nextPage() throws IOException {
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
                    LOG.warn("A download ends early: {}", e.getMessage());
                    throw new IOException(e.getMessage(), e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
