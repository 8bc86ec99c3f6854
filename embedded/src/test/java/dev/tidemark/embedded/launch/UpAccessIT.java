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
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} gives to other users of the machine, and to its own. */
class UpAccessIT {

    private static final Path SCRIPT =
            Path.of("..", "tidemark").toAbsolutePath().normalize();
    private static final int OTHERS_MAY = 0077;

    @TempDir
    private Path folder;

    private final Ports ports = UpProcess.freePorts();

    @Test
    void up_overAFolderOfAnEarlierVersion_closesItAndOpensSessionsForItsOwner() throws Exception {
        Path root = Files.createDirectory(folder.resolve("project"));
        Path data = Files.createDirectory(folder.resolve("data"));
        StandInProject.create(root);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        createAsEarlier(data);
        try (var up = UpProcess.start(root, data, ports, "--no-demo")) {
            up.awaitLine("ready ");

            assertThat(openToOthers(data)).isFalse();
            List<Path> credentials = files(data.resolve("credentials"));
            assertThat(credentials).hasSize(7).noneMatch(UpAccessIT::openToOthers);
            assertThat(openToOthers(data.resolve("credentials"))).isFalse();
            assertThatThrownBy(() -> DriverManager.getConnection(url(), "tidemark", "tidemark"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertNoPasswordOnACommandLine(up, data);
            assertNoPasswordInALog(data);

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
            assertThat(height(data)).isEqualTo(42);
        }
        assertThat(script(root, "psql", "--data", data.toString()))
                .startsWith("1 tidemark: no ./tidemark up is running with the data folder " + data);
    }

    @Test
    void up_withAFolderThatOthersWriteTo_isRefused() throws Exception {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (var up = UpProcess.start(folder, shared, ports)) {
            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.output())
                    .containsExactly("tidemark: the data folder " + shared
                            + " is one that other users write to; choose a folder of its own with --data DIR");
        }
        assertThat(Files.getPosixFilePermissions(shared)).hasSize(9);
    }

    /** The temporary folder belongs to root and is closed, as /root is. */
    @Test
    @EnabledIf(value = "isRootWithTools", disabledReason = "only root can become another user")
    void up_startedByRoot_runsNothingAsRoot() throws Exception {
        Path project = Files.createDirectory(folder.resolve("project"));
        StandInProject.createBuilt(project, SCRIPT);
        Path data = folder.resolve("data");
        try (var up = UpProcess.startScript(project, data, ports)) {
            up.awaitLine("ready ");

            List<ProcessHandle> all = new ArrayList<>(up.family());
            ProcessHandle.of(up.pid()).ifPresent(all::add);
            assertThat(all).hasSizeGreaterThanOrEqualTo(9);
            assertThat(all)
                    .extracting(process -> owner("/proc/" + process.pid()))
                    .containsOnly("tidemark");
            assertThat(owner("/proc/self"))
                    .as("the control: this test runs as root")
                    .isEqualTo("root");
            assertThat(Files.getOwner(data).getName()).isEqualTo("tidemark");
            for (String secret :
                    List.of(data.resolve("credentials/pgpass").toString(), "/proc/" + up.pid() + "/environ")) {
                assertThat(LocalCommand.succeeds("cat", secret))
                        .as("the control: root reads %s", secret)
                        .isTrue();
                assertThat(LocalCommand.succeeds(
                                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "cat", secret))
                        .as("another user reads %s", secret)
                        .isFalse();
            }
            // Root's own request is read by the system user.
            Process fault = new ProcessBuilder(
                            project.resolve("tidemark").toString(), "fault", "clear", "--data", data.toString())
                    .start();
            assertThat(fault.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(fault.exitValue()).isZero();

            up.signal("TERM");
            assertThat(up.awaitExit()).isEqualTo(143);
        }
    }

    static boolean isRootWithTools() {
        return owner("/proc/self").equals("root")
                && LocalCommand.succeeds("setpriv", "--version")
                && LocalCommand.succeeds("useradd", "--help")
                && LocalCommand.succeeds("unshare", "--mount", "true");
    }

    /** One superuser with a public password. */
    private static void createAsEarlier(Path data) throws SQLException {
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
        var command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
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
