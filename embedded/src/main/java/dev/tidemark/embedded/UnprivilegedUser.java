package dev.tidemark.embedded;

import dev.tidemark.embedded.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. For root's tests, this finds a command prefix that runs it without root's capabilities, although
 * with root's files. {@code ./tidemark up} does not need it: started by root, it becomes another user first.
 */
final class UnprivilegedUser {

    // In a user namespace without a mapping, root appears as "nobody" but still owns its files, so no chown is needed.
    private static final List<String> NAMESPACE = List.of("unshare", "--user");

    private UnprivilegedUser() {}

    static List<String> prefix() {
        if (!isRoot()) {
            return List.of();
        }
        if (Command.works(NAMESPACE)) {
            return NAMESPACE;
        }
        throw new BackendException("PostgreSQL does not run as root, and root cannot create a user namespace here"
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
