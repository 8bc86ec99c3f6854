package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Warnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;

/** The daemon thread that reads all sample sources at every interval. */
final class Sampler implements Runnable {
    private static final long FIRST_NANOS = 1_000_000_000;

    private final Duration interval;
    private final SampleSource.Sink sink;
    private final Warnings warnings = new Warnings();
    private final Thread thread = new Thread(null, this, "tidemark-samples", 0, false);
    private volatile boolean closed;

    Sampler(Duration interval, SampleSource.Sink sink) {
        this.interval = interval;
        // A reading that ends after the filter is closed is not an event any more: nothing would send it.
        this.sink = (type, name, value, metadata) -> {
            if (!closed) {
                sink.sample(type, name, value, metadata);
            }
        };
        thread.setDaemon(true);
        thread.setContextClassLoader(Sampler.class.getClassLoader());
        thread.start();
    }

    @Override
    public void run() {
        List<SampleSource> sources = sources();
        // Wait first: the thread may have been started by the initialisation of the application's logging, to which
        // sources write.
        long next = System.nanoTime() + Math.min(interval.toNanos(), FIRST_NANOS);
        while (!closed) {
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                // Only close() ends this thread. If the application's interrupt stayed set, no wait would last.
                Thread.interrupted();
                continue;
            }
            sources.forEach(this::read);
            next += interval.toNanos();
            // After the machine slept, missed intervals are not made up for.
            next = Math.max(next, System.nanoTime());
        }
        sources.forEach(this::end);
    }

    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void read(SampleSource source) {
        try {
            source.read(sink);
        } catch (Throwable e) {
            warnings.warn("Tidemark cannot read " + source.getClass().getName() + ": " + e);
        }
    }

    private void end(SampleSource source) {
        try {
            source.close();
        } catch (Throwable e) {
            warnings.warn("Tidemark cannot end " + source.getClass().getName() + ": " + e);
        }
    }

    /** A source that cannot be loaded, for example because its library is missing, does not affect the others. */
    private List<SampleSource> sources() {
        List<SampleSource> sources = new ArrayList<>();
        Iterator<SampleSource> found = ServiceLoader.load(SampleSource.class, Sampler.class.getClassLoader())
                .iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return sources;
                }
                sources.add(found.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                warnings.warn("Tidemark cannot load a sample source: " + e);
            }
        }
    }
}
