package dev.tidemark.embedded;

import dev.tidemark.embedded.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PostgreSQL refuses to run as root; this finds what to put in front of its command line so that it need not. */
final class UnprivilegedUser {

    // In a user namespace without a mapping root is seen as "nobody", yet still owns its files: no chown, no folder to
    // open up.
    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    private UnprivilegedUser() {}

    static List<String> prefix() {
        if (!isRoot()) {
            return List.of();
        }
        if (Command.works(NAMESPACE)) {
            return NAMESPACE;
        }
        throw new BackendException("PostgreSQL does not run as root, and this system lets root make no user namespace"
                + " (unshare --user fails): start as an ordinary user");
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
