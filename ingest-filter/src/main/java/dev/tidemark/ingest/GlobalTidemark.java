package dev.tidemark.ingest;

import dev.tidemark.ingest.call.BackgroundCalls;
import dev.tidemark.ingest.delivery.EarlyLogs;
import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.FrameworkSettings;
import dev.tidemark.ingest.settings.Settings;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The process-wide instance and the handles to it. An instance that the application installed replaces the one
 * configured from the environment; the application closes it.
 *
 * <p>Logging begins before a framework has read its configuration. Until then, log lines are kept; the instance starts
 * with the framework's settings, or without them after {@link StartWatch#PATIENCE}.
 */
final class GlobalTidemark {
    static final Warnings WARNINGS = new Warnings();
    private static final Tidemark DISABLED = new Tidemark(Settings.disabled(), Redaction.standard());

    private static volatile @Nullable Tidemark current;
    private static final Set<Adapter> ADAPTERS = EnumSet.noneOf(Adapter.class);
    private static FrameworkSettings framework = FrameworkSettings.NONE;
    private static @Nullable EarlyLogs early;
    private static boolean installed;
    private static boolean watched;
    private static int handles;
    private static @Nullable Thread hook;

    private GlobalTidemark() {}

    static Tidemark current() {
        Tidemark now = current;
        return now == null ? DISABLED : now;
    }

    static synchronized TidemarkHandle acquire(Adapter adapter) {
        ADAPTERS.add(adapter);
        boolean waits = !adapter.measuresRequests() && framework == FrameworkSettings.NONE && Frameworks.areExpected();
        if (early != null) {
            if (!waits) {
                startNow();
            }
        } else if (handles == 0 && current == null) {
            if (waits) {
                keepEarlyLogs();
            } else {
                use(fromEnvironment());
            }
            if (!watched) {
                watched = watch();
            }
            if (!watched) {
                startNow();
            }
        }
        handles++;
        return new TidemarkHandle();
    }

    /** Returns whether the start is followed; without that, nothing would end the keeping of log lines. */
    private static boolean watch() {
        try {
            StartWatch.begin();
            return true;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            // No thread could be started.
            return false;
        }
    }

    static void configure(FrameworkSettings known) {
        Tidemark running;
        synchronized (GlobalTidemark.class) {
            framework = known;
            startNow();
            running = installed ? null : current;
        }
        if (running != null && running.isEnabled() && differs(running.settings(), known)) {
            WARNINGS.warn(
                    "the settings of the application's framework come too late for Tidemark, which has started as "
                            + running.settings() + ": set them in the environment");
        }
    }

    private static boolean differs(Settings running, FrameworkSettings known) {
        Settings wanted;
        try {
            wanted = Settings.read(Map.of(), Map.of(), known);
        } catch (IllegalArgumentException e) {
            return true;
        }
        return !wanted.serviceName().equals(running.serviceName())
                || !wanted.bootstrapServers().equals(running.bootstrapServers());
    }

    static synchronized FrameworkSettings framework() {
        return framework;
    }

    /** Starts the instance if it only keeps log lines so far. */
    static synchronized void startNow() {
        EarlyLogs kept = early;
        if (kept == null) {
            return;
        }
        early = null;
        removeHook();
        Tidemark started = fromEnvironment();
        started.takeOver(kept);
        use(started);
    }

    /** A copy of the adapters that hold or held a handle. */
    static synchronized Set<Adapter> adapters() {
        return EnumSet.copyOf(ADAPTERS);
    }

    static void release() {
        Tidemark last = null;
        synchronized (GlobalTidemark.class) {
            handles--;
            // While it starts, a framework may set up logging anew, which must neither wait for Kafka nor lose lines.
            boolean startsUp = watched && ADAPTERS.stream().noneMatch(Adapter::measuresRequests);
            if (handles == 0 && !installed && !startsUp) {
                last = current;
                forget();
            }
        }
        if (last != null) {
            last.close();
        }
    }

    /** The application had time to start: starts the instance, and closes it if nobody holds it any more. */
    static void watchEnds() {
        Tidemark unheld = null;
        synchronized (GlobalTidemark.class) {
            watched = false;
            startNow();
            if (handles == 0 && !installed) {
                unheld = current;
                forget();
            }
        }
        if (unheld != null) {
            unheld.close();
        }
    }

    static void install(Tidemark own) {
        Tidemark replaced;
        synchronized (GlobalTidemark.class) {
            if (installed) {
                throw new IllegalStateException(
                        "a Tidemark is already installed: expected one per process; close the other one first");
            }
            replaced = current;
            use(own);
            installed = true;
            removeHook();
            if (early != null) {
                own.takeOver(early);
                early = null;
            }
        }
        if (replaced != null) {
            replaced.close();
        }
    }

    /** A closed instance is no longer handed out. */
    static synchronized void closed(Tidemark closed) {
        if (current == closed) {
            forget();
            installed = false;
        }
    }

    private static void use(@Nullable Tidemark next) {
        current = next;
        BackgroundCalls.addTo(next == null ? null : next.calls());
    }

    private static void forget() {
        use(null);
        ADAPTERS.clear();
        removeHook();
    }

    private static void keepEarlyLogs() {
        try {
            Settings known = Settings.read(Map.of(), Map.of());
            if (known.enabled()) {
                EarlyLogs kept = new EarlyLogs(known);
                early = kept;
                use(Tidemark.keeping(known, kept));
                closeAtExit(GlobalTidemark::sendEarlyLogsAtExit);
                return;
            }
        } catch (RuntimeException | LinkageError e) {
            // Reported below.
        }
        use(fromEnvironment());
    }

    private static void sendEarlyLogsAtExit() {
        startNow();
        current().close();
    }

    private static Tidemark fromEnvironment() {
        try {
            Tidemark started = Tidemark.builder().start();
            if (started.isEnabled()) {
                closeAtExit(started::close);
            }
            return started;
        } catch (RuntimeException | LinkageError e) {
            WARNINGS.warn("Tidemark is disabled: " + e.getMessage());
            return DISABLED;
        }
    }

    private static void closeAtExit(Runnable close) {
        Thread added = new Thread(null, close, "tidemark-close", 0, false);
        // The hook stays until the last handle is closed. The class loader of the first handle's owner may be
        // gone by then.
        added.setContextClassLoader(GlobalTidemark.class.getClassLoader());
        try {
            Runtime.getRuntime().addShutdownHook(added);
            hook = added;
        } catch (IllegalStateException e) {
            // The JVM is shutting down, and its hooks are running.
        }
    }

    private static void removeHook() {
        Thread known = hook;
        hook = null;
        if (known != null && known != Thread.currentThread()) {
            try {
                Runtime.getRuntime().removeShutdownHook(known);
            } catch (IllegalStateException e) {
                // The JVM is shutting down: the hook is running already, or will find the instance closed.
            }
        }
    }
}
