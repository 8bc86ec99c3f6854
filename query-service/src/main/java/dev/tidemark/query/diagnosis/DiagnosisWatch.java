package dev.tidemark.query.diagnosis;

import dev.tidemark.query.diagnosis.DiagnosisQueries.Scope;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.settings.DiagnosisSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Diagnoses the last minutes again and again, so that the verdict waits for nobody and incidents are found while nobody looks. */
@Context
final class DiagnosisWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DiagnosisWatch.class);
    private static final RangeQuery NEWEST = new RangeQuery("15m", null, null);
    private static final Scope ALL = new Scope(null, null, null);
    /** It pauses so many times as long as it takes. */
    private static final int PAUSE = 4;

    private final Duration interval;
    private final Diagnoses diagnoses;
    private final CurrentDiagnosis current;
    private final List<DiagnosisListener> listeners;
    private final Thread thread = Thread.ofPlatform().daemon().name("diagnosis").unstarted(this::run);
    private final LongAdder answers = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private volatile boolean closed;

    DiagnosisWatch(
            SettingsReader settings, Diagnoses diagnoses, CurrentDiagnosis current, List<DiagnosisListener> listeners) {
        this.interval = settings.get(DiagnosisSetting.INTERVAL);
        this.diagnoses = diagnoses;
        this.current = current;
        this.listeners = List.copyOf(listeners);
    }

    @PostConstruct
    void start() {
        if (interval.isZero()) {
            current.turnedOff();
        } else {
            thread.start();
        }
    }

    private void run() {
        while (!closed) {
            long begin = System.nanoTime();
            try {
                DiagnosisAnswer answer = diagnoses.newest(NEWEST, ALL);
                current.answered(answer);
                answers.increment();
                tell(answer);
            } catch (DatabaseException e) {
                failures.increment();
                current.failed(String.valueOf(e.getMessage()));
            } catch (Throwable e) {
                // Without its thread, nothing would be diagnosed until a restart.
                if (!closed) {
                    failures.increment();
                    LOG.error("The requests cannot be diagnosed", e);
                    current.failed("an error, which the log of the query service describes");
                }
            }
            long took = System.nanoTime() - begin;
            nanos.add(took);
            pause(Math.max(interval.toNanos(), PAUSE * took));
        }
    }

    boolean isOff() {
        return interval.isZero();
    }

    long answers() {
        return answers.sum();
    }

    long failures() {
        return failures.sum();
    }

    double seconds() {
        return nanos.sum() / 1e9;
    }

    private void tell(DiagnosisAnswer answer) {
        for (DiagnosisListener listener : listeners) {
            try {
                listener.diagnosed(answer);
            } catch (DatabaseException e) {
                LOG.debug("A diagnosis cannot be kept", e);
            } catch (RuntimeException e) {
                LOG.error("A diagnosis cannot be kept", e);
            }
        }
    }

    private void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long rest = nanos; !closed && rest > 0; rest = end - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(3));
    }
}
