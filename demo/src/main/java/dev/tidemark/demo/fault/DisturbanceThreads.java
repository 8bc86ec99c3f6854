package dev.tidemark.demo.fault;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one disturbance that is on. */
final class DisturbanceThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DisturbanceThreads.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration END = Duration.ofSeconds(6);

    private final Disturbance disturbance;
    private final List<Thread> threads;
    private volatile boolean ending;

    private DisturbanceThreads(Disturbance disturbance) {
        this.disturbance = disturbance;
        this.threads = IntStream.range(0, disturbance.threads())
                .mapToObj(i -> Thread.ofPlatform()
                        .daemon()
                        .name("fault-" + disturbance.fault().id() + "-" + i)
                        .unstarted(this::run))
                .toList();
    }

    static DisturbanceThreads start(Disturbance disturbance) {
        var started = new DisturbanceThreads(disturbance);
        started.threads.forEach(Thread::start);
        return started;
    }

    private void run() {
        while (!ending) {
            try {
                disturbance.step();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                LOG.debug("a step of fault {} failed", disturbance.fault().id(), e);
                try {
                    Thread.sleep(RETRY);
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        ending = true;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(END);
            }
            disturbance.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("fault {} has left something behind", disturbance.fault().id(), e);
        }
    }
}
