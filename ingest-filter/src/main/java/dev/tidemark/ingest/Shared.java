package dev.tidemark.ingest;

import dev.tidemark.ingest.delivery.Warnings;
import dev.tidemark.ingest.redaction.Redaction;
import dev.tidemark.ingest.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The process-wide instance, and who has a share in it. An instance that an application installed is used instead of one
 * from the environment, and is the application's to close.
 */
final class Shared {
    private static final Warnings WARNINGS = new Warnings();
    private static final Tidemark DISABLED = new Tidemark(Settings.disabled(), Redaction.standard());

    private static volatile @Nullable Tidemark current;
    private static boolean installed;
    private static int leases;
    private static @Nullable Thread hook;

    private Shared() {}

    static Tidemark current() {
        Tidemark now = current;
        return now == null ? DISABLED : now;
    }

    static synchronized Lease lease() {
        if (leases == 0 && current == null) {
            current = fromEnvironment();
        }
        leases++;
        return new Lease();
    }

    static void release() {
        Tidemark last = null;
        synchronized (Shared.class) {
            leases--;
            if (leases == 0 && !installed) {
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
        synchronized (Shared.class) {
            if (installed) {
                throw new IllegalStateException(
                        "a Tidemark is installed already: expected one for each process; close the other one first");
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

    /** An instance that is closed is not handed out any more. */
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
                // It stays until the last share ends, and whoever has the first may go before.
                hook.setContextClassLoader(Shared.class.getClassLoader());
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
                // The process is ending: the hook runs already, or finds it closed.
            }
        }
    }
}
