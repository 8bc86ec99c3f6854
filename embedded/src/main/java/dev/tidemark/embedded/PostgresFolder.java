package dev.tidemark.embedded;

import dev.tidemark.embedded.process.Binaries;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.postgresql.util.PasswordUtil;

/** The data folder of a stopped PostgreSQL. */
final class PostgresFolder {

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

    private final PostgresBinaries binaries;
    private final Path folder;
    private final Path log;

    PostgresFolder(PostgresBinaries binaries, Path folder, Path log) {
        this.binaries = binaries;
        this.folder = folder;
        this.log = log;
    }

    /**
     * Runs initdb in another folder and renames it, so that an existing data folder is always complete.
     *
     * @param options more options of initdb
     */
    void createIfMissing(Login admin, List<String> options) throws IOException {
        if (Files.exists(folder.resolve("PG_VERSION"))) {
            return;
        }
        Path half = folder.resolveSibling(folder.getFileName() + ".part");
        Path password = folder.resolveSibling(folder.getFileName() + ".password");
        Binaries.delete(half);
        PrivateFiles.write(password, admin.password());
        var arguments = new ArrayList<>(List.of(
                binaries.executable("initdb"),
                "--pgdata=" + half,
                "--username=" + admin.user(),
                "--pwfile=" + password,
                "--auth=scram-sha-256"));
        arguments.addAll(binaries.initOptions());
        arguments.addAll(options);
        try {
            run("initdb", arguments, "initdb of " + folder + " failed");
        } finally {
            Files.delete(password);
        }
        PrivateFiles.write(half.resolve(STAMP), digest(admin));
        Files.deleteIfExists(folder);
        Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Gives the superuser its name and password, without knowing the old ones, unless this was done before. So a folder of an earlier
     * version, whose superuser has a known password, is never served with it.
     */
    void ensure(Login admin) throws IOException {
        Path stamp = folder.resolve(STAMP);
        String digest = digest(admin);
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        Path script = folder.resolveSibling(folder.getFileName() + ".sql");
        String verifier = PasswordUtil.encodeScramSha256(admin.password().toCharArray());
        PrivateFiles.write(script, SCRIPT.formatted(admin.user(), verifier));
        List<String> arguments = List.of(
                "sh",
                "-c",
                "exec \"$0\" --single -D \"$1\" postgres <\"$2\"",
                binaries.executable("postgres"),
                folder.toString(),
                script.toString());
        try {
            run("postgres --single", arguments, "the administrator of " + folder + " cannot be set");
        } finally {
            Files.delete(script);
        }
        PrivateFiles.write(stamp, digest);
    }

    private void run(String name, List<String> arguments, String failure) {
        var command = new ArrayList<>(UnprivilegedUser.prefix());
        command.addAll(arguments);
        ChildProcess process = ChildProcess.start(new Command(name, command, Map.of(), log));
        boolean ended = process.await(PATIENCE);
        if (!ended) {
            process.kill();
        }
        String output = process.tail(30);
        // In single-user mode, a failed statement does not change the exit status.
        if (!ended || process.exitStatus() != 0 || output.contains("ERROR:")) {
            throw new BackendException("postgres: " + failure + ":\n" + output.indent(2));
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
