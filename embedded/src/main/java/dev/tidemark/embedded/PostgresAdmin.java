package dev.tidemark.embedded;

import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.postgresql.util.PasswordUtil;

/**
 * Gives the superuser of a stopped PostgreSQL its name and password, without knowing the old ones. A data folder of an earlier version,
 * whose superuser has a known password, is never served with it.
 */
final class PostgresAdmin {

    /** In the data folder: which password was set last. */
    private static final String STAMP = "admin.sha256";

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    // One command a line, as PostgreSQL's single-user mode reads them. A superuser cannot rename itself.
    private static final String SCRIPT = """
            SET log_min_error_statement = 'panic'
            DO $$ DECLARE first name := (SELECT rolname FROM pg_authid WHERE oid = 10);\
             BEGIN IF NOT EXISTS (SELECT FROM pg_authid WHERE rolname = '%1$s') THEN\
             CREATE ROLE tidemark_renaming SUPERUSER; SET SESSION AUTHORIZATION tidemark_renaming;\
             EXECUTE format('ALTER ROLE %%I RENAME TO %1$s', first);\
             SET SESSION AUTHORIZATION %1$s; DROP ROLE tidemark_renaming; END IF; END $$
            ALTER ROLE %1$s SUPERUSER LOGIN PASSWORD '%2$s'
            """;

    private final Path server;
    private final Path folder;
    private final Path log;

    PostgresAdmin(Path server, Path folder, Path log) {
        this.server = server;
        this.folder = folder;
        this.log = log;
    }

    /** Sets name and password unless this was done before. */
    void ensure(Login admin) throws IOException {
        Path stamp = folder.resolve(STAMP);
        String digest = digest(admin);
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        Path script = folder.resolveSibling(folder.getFileName() + ".sql");
        String verifier = PasswordUtil.encodeScramSha256(admin.password().toCharArray());
        PrivateFiles.write(script, SCRIPT.formatted(admin.user(), verifier));
        try {
            run(script);
        } finally {
            Files.delete(script);
        }
        PrivateFiles.write(stamp, digest);
    }

    private void run(Path script) {
        var command = new ArrayList<>(UnprivilegedUser.prefix());
        command.addAll(List.of(
                "sh",
                "-c",
                "exec \"$0\" --single -D \"$1\" postgres <\"$2\"",
                server.toString(),
                folder.toString(),
                script.toString()));
        ChildProcess single = ChildProcess.start(new Command("postgres --single", command, Map.of(), log));
        boolean ended = single.await(PATIENCE);
        if (!ended) {
            single.kill();
        }
        String output = single.tail(30);
        if (!ended || single.exitStatus() != 0 || output.contains("ERROR:")) {
            throw new BackendException(
                    "postgres: the administrator of " + folder + " cannot be set:\n" + output.indent(2));
        }
    }

    private static String digest(Login admin) {
        try {
            byte[] bytes = (admin.user() + ":" + admin.password()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
