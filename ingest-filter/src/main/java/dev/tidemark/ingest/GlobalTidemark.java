package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The process-wide instance and the handles to it. An instance that the application installed replaces the one
 * configured from the environment; the application closes it.
 */
final class GlobalTidemark {
    static final Warnings WARNINGS = new Warnings();
    private static final Tidemark DISABLED = new Tidemark(Settings.disabled(), Redaction.standard());

    private static volatile @Nullable Tidemark current;
    private static boolean installed;
    private static int handles;
    private static @Nullable Thread hook;

    private GlobalTidemark() {}

    static Tidemark current() {
        Tidemark now = current;
        return now == null ? DISABLED : now;
    }

    static synchronized TidemarkHandle acquire() {
        if (handles == 0 && current == null) {
            current = fromEnvironment();
        }
        handles++;
        return new TidemarkHandle();
    }

    static void release() {
        Tidemark last = null;
        synchronized (GlobalTidemark.class) {
            handles--;
            if (handles == 0 && !installed) {
                last = current;
                current = null;
                removeHook();
            }
        }
        if (last != null) {
            last.close();
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
            current = own;
            installed = true;
            removeHook();
        }
        if (replaced != null) {
            replaced.close();
        }
    }

    /** A closed instance is no longer handed out. */
    static synchronized void closed(Tidemark closed) {
        if (current == closed) {
            current = null;
            installed = false;
            removeHook();
        }
    }

    private static Tidemark fromEnvironment() {
        try {
            Tidemark started = Tidemark.builder().build();
            if (started.isEnabled()) {
                hook = new Thread(null, started::close, "tidemark-close", 0, false);
                // The hook stays until the last handle is closed. The class loader of the first handle's owner may be
                // gone by then.
                hook.setContextClassLoader(GlobalTidemark.class.getClassLoader());
                Runtime.getRuntime().addShutdownHook(hook);
            }
            return started;
        } catch (RuntimeException | LinkageError e) {
            WARNINGS.warn("Tidemark is disabled: " + e.getMessage());
            return DISABLED;
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
