package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.embedded.launch.Ports.Use;
import dev.tidemark.embedded.process.LocalCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} gives to other users of the machine, and to its own. */
class UpAccessIT {

    private static final Path SCRIPT =
            Path.of("..", "tidemark").toAbsolutePath().normalize();
    private static final int OTHERS_MAY = 0077;

    @TempDir
    private Path folder;

    private final Ports ports = UpProcess.freePorts();

    /** If root runs this, the temporary folder belongs to root and is closed, as /root is. */
    @Test
    void up_withoutDemo_overAFolderOfAnEarlierVersion_closesItAndOpensSessionsForItsOwner() throws Exception {
        Path root = Files.createDirectory(folder.resolve("project"));
        Path data = Files.createDirectory(folder.resolve("data"));
        StandInProject.createBuilt(root, SCRIPT);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        createAsEarlier(data);
        boolean asOtherUser = isRootWithTools();
        try (var up = asOtherUser || !isRoot()
                ? UpProcess.startScript(root, data, ports, "--no-demo")
                : UpProcess.start(root, data, ports, "--no-demo")) {
            up.awaitLine("ready ");

            assertThat(up.output()).noneMatch(line -> line.startsWith("shop") || line.startsWith("traffic"));
            assertThat(openToOthers(data)).isFalse();
            List<Path> credentials = files(data.resolve("credentials"));
            assertThat(credentials).hasSize(7).noneMatch(UpAccessIT::openToOthers);
            assertThat(openToOthers(data.resolve("credentials"))).isFalse();
            assertThatThrownBy(() -> DriverManager.getConnection(url(), "tidemark", "tidemark"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertNoPasswordOnACommandLine(up, data);
            assertNoPasswordInALog(data);
            if (asOtherUser) {
                assertNothingRunsAsRoot(up, data);
            }

            assertThat(script(root, "psql", "--data", data.toString(), "-c", "SELECT 'a b'"))
                    .isEqualTo("0 tidemark_reader 127.0.0.1 " + ports.of(Use.POSTGRES) + " tidemark "
                            + data.resolve("credentials/pgpass") + "  [-c] [SELECT 'a b']");
            assertThat(script(root, "psql", "--admin", "--data", data.toString()))
                    .startsWith("0 tidemark_admin 127.0.0.1 ")
                    .endsWith("/pgpass -c search_path=pg_catalog,public []");
            String password = Files.readString(data.resolve("credentials/redis-tidemark_reader"))
                    .strip();
            assertThat(script(root, "redis", "--data", data.toString(), "GET", "tide"))
                    .isEqualTo("0 " + password + " [-h] [127.0.0.1] [-p] [" + ports.of(Use.REDIS)
                            + "] [--user] [tidemark_reader] [GET] [tide]");
            // If root asks, the system user reads the request.
            assertThat(script(root, "fault", "clear", "--data", data.toString()))
                    .isEqualTo("0 all faults are off");
            assertThat(script(root, "fault", "errors", "--data", data.toString()))
                    .isEqualTo("1 tidemark: fault errors failed: the demo is not running (up --no-demo)");
            assertThat(height(data)).isEqualTo(42);
            try (var second = UpProcess.startScript(root, data, ports)) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.output())
                        .containsExactly("tidemark: another ./tidemark up (pid " + up.pid() + ") is using " + data
                                + "; stop it, or choose another folder with --data DIR");
            }
            if (asOtherUser) {
                assertFoldersOfOthersAreRefused(root);
                assertRootFollowsNoLinkOfTheSystemUser(root, data);
            }

            List<ProcessHandle> family = up.family();
            assertThat(family).isNotEmpty().allMatch(ProcessHandle::isAlive);
            up.signal("TERM");
            assertThat(up.awaitExit()).isEqualTo(143);
            UpIT.assertGone(family);
        }
        assertThat(script(root, "psql", "--data", data.toString()))
                .startsWith("1 tidemark: no ./tidemark up is running with the data folder " + data);
    }

    @Test
    void up_withAFolderThatOthersWriteTo_isRefused() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused(shared, " is one that other users write to; choose a folder of its own with --data DIR");
        assertThat(Files.getPosixFilePermissions(shared)).hasSize(9);
    }

    @Test
    void up_withAFolderThatHasSomethingElseInIt_isRefused() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createFile(home.resolve(".profile"));
        assertRefused(home, " has something else in it; choose an empty or a new one with --data DIR");
        assertThat(openToOthers(home)).isTrue();
        assertThat(files(home)).containsExactly(home.resolve(".profile"));
    }

    private void assertRefused(Path data, String why) throws Exception {
        try (var up = UpProcess.start(folder, data, ports)) {
            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.output()).containsExactly("tidemark: the data folder " + data + why);
        }
    }

    private static void assertNothingRunsAsRoot(UpProcess up, Path data) throws IOException {
        List<ProcessHandle> all = new ArrayList<>(up.family());
        ProcessHandle.of(up.pid()).ifPresent(all::add);
        assertThat(all).hasSizeGreaterThanOrEqualTo(6);
        assertThat(all).extracting(process -> owner("/proc/" + process.pid())).containsOnly("tidemark");
        assertThat(owner("/proc/self"))
                .as("the control: this test runs as root")
                .isEqualTo("root");
        // Not Files.walk, which fails if a server deletes a file meanwhile.
        assertThat(LocalCommand.succeeds("sh", "-c", "find \"$0\" ! -user tidemark | grep -q .", data.toString()))
                .as("something in the data folder belongs to another user")
                .isFalse();
        for (String secret : List.of(data.resolve("credentials/pgpass").toString(), "/proc/" + up.pid() + "/environ")) {
            assertThat(LocalCommand.succeeds("cat", secret))
                    .as("the control: root reads %s", secret)
                    .isTrue();
            assertThat(LocalCommand.succeeds(
                            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "cat", secret))
                    .as("another user reads %s", secret)
                    .isFalse();
        }
    }

    /** Root takes no folder away from its owner. */
    private void assertFoldersOfOthersAreRefused(Path root) throws Exception {
        Path others = Files.createDirectory(folder.resolve("others"));
        Files.setOwner(
                others, others.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        assertThat(script(root, "up", "--data", others.toString()))
                .isEqualTo("1 tidemark: the data folder " + others
                        + " belongs to nobody: start as nobody, or choose another folder with --data DIR");
        Path home = Files.createDirectory(folder.resolve("roots"));
        Files.createFile(home.resolve(".profile"));
        assertThat(script(root, "up", "--data", home.toString()))
                .isEqualTo("1 tidemark: the data folder " + home
                        + " has something else in it; choose an empty or a new one with --data DIR");
        assertThat(owner(others.toString())).isEqualTo("nobody");
        assertThat(owner(home.toString())).isEqualTo("root");
    }

    private void assertRootFollowsNoLinkOfTheSystemUser(Path root, Path data) throws Exception {
        Path mine = Files.writeString(folder.resolve("mine"), "postgres 4242\n");
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rw-------"));
        Path planted = data.resolve("run/ports");
        Files.delete(planted);
        Files.createSymbolicLink(planted, mine);
        assertThat(script(root, "psql", "--data", data.toString()))
                .startsWith("1 tidemark: " + planted + " has no port of postgres")
                .doesNotContain("4242");
    }

    private static boolean isRoot() {
        return owner("/proc/self").equals("root");
    }

    private static boolean isRootWithTools() {
        return isRoot()
                && LocalCommand.succeeds("setpriv", "--version")
                && LocalCommand.succeeds("useradd", "--help")
                && LocalCommand.succeeds("unshare", "--mount", "true");
    }

    /** One superuser with a public password. */
    private static void createAsEarlier(Path data) throws SQLException, IOException {
        Files.createFile(Files.createDirectory(data.resolve("run")).resolve("lock"));
        var settings = PostgresSettings.fixed(data.resolve("postgres"), data.resolve("logs/postgres.log"), 0);
        try (var earlier = new PostgresServer(settings)) {
            earlier.start();
            try (var connection = earlier.connect();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE tide AS SELECT 42 AS height");
            }
        }
    }

    private long height(Path data) throws SQLException, IOException {
        String password = Files.readString(data.resolve("credentials/postgres-tidemark_reader"))
                .strip();
        try (var connection = DriverManager.getConnection(url(), "tidemark_reader", password);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT height FROM tide")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + ports.of(Use.POSTGRES) + "/tidemark";
    }

    private static void assertNoPasswordOnACommandLine(UpProcess up, Path data) throws IOException {
        List<ProcessHandle> family = up.family();
        assertThat(family).isNotEmpty();
        for (ProcessHandle process : family) {
            String commandLine = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            for (String password : passwords(data)) {
                assertThat(commandLine).doesNotContain(password);
            }
        }
    }

    private static void assertNoPasswordInALog(Path data) throws IOException {
        for (Path log : files(data.resolve("logs"))) {
            for (String password : passwords(data)) {
                assertThat(Files.readString(log)).as("%s", log).doesNotContain(password);
            }
        }
    }

    private static List<String> passwords(Path data) throws IOException {
        var all = new ArrayList<String>();
        for (Path file : files(data.resolve("credentials"))) {
            if (!file.endsWith("pgpass")) {
                all.add(Files.readString(file).strip());
            }
        }
        assertThat(all).hasSize(6).doesNotHaveDuplicates().allMatch(password -> password.length() == 48);
        return all;
    }

    private static List<Path> files(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.toList();
        }
    }

    private static boolean openToOthers(Path file) {
        try {
            return ((int) Files.getAttribute(file, "unix:mode") & OTHERS_MAY) != 0;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String owner(String file) {
        try {
            return Files.getOwner(Path.of(file)).getName();
        } catch (IOException e) {
            return "";
        }
    }

    /** Runs the launcher script with programs instead of psql and redis-cli that print what they get. */
    private String script(Path root, String... arguments) throws IOException, InterruptedException {
        Path programs = root.resolve("bin");
        if (!Files.exists(programs)) {
            Files.createDirectory(programs);
            program(programs.resolve("psql"), "$PGUSER $PGHOST $PGPORT $PGDATABASE $PGPASSFILE $PGOPTIONS");
            program(programs.resolve("redis-cli"), "$REDISCLI_AUTH");
        }
        var command = new ArrayList<>(List.of(root.resolve("tidemark").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().merge("PATH", programs + ":", (path, first) -> first + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + output.strip();
    }

    private static void program(Path file, String words) throws IOException {
        Files.writeString(file, "#!/bin/sh\nprintf '%s' \"" + words + "\"\nprintf ' [%s]' \"$@\"\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
