package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.ServerAccess;
import dev.tidemark.embedded.launch.Ports.Use;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {

    private static final Path SCRIPT =
            Path.of("..", "tidemark").toAbsolutePath().normalize();

    @TempDir
    private static Path root;

    @TempDir
    private Path folder;

    private Path data = Path.of("");
    private final Ports ports = UpProcess.freePorts();

    @BeforeAll
    static void project() throws IOException {
        StandInProject.create(root);
    }

    @BeforeEach
    void dataFolder() {
        data = folder.resolve("data");
    }

    private UpProcess up(String... more) throws IOException {
        return UpProcess.start(root, data, ports, more);
    }

    @Test
    void up_switchesFaults_keepsItsDataAfterKill9_restartsDeadComponents_andLeavesNoProcess() throws Exception {
        assertThat(script("fault", "errors", "--data", data.toString()))
                .startsWith("1 tidemark: no ./tidemark up is running with the data folder " + data);
        try (var first = up()) {
            first.awaitLine("ready http://localhost:" + ports.of(Use.HTTP) + "/ui/monitoring/advanced");
            assertThat(first.output()).last().asString().startsWith("ready ");
            switchFaults();
            assertThat(first.output())
                    .as("redis was held, not restarted")
                    .noneMatch(line -> line.contains("redis ended"));
            execute("CREATE TABLE tide AS SELECT 42 AS height");
            List<ProcessHandle> family = first.family();
            assertThat(family).hasSizeGreaterThanOrEqualTo(8).allMatch(ProcessHandle::isAlive);

            first.signal("KILL");

            first.awaitExit();
            assertGone(family);
        }
        try (var second = up()) {
            second.awaitLine("ready ");
            assertThat(height()).isEqualTo(42);
            killComponents(second);
            List<ProcessHandle> family = second.family();
            assertThat(family).hasSizeGreaterThanOrEqualTo(8).allMatch(ProcessHandle::isAlive);

            second.signalGroup("INT");

            assertThat(second.awaitExit()).isEqualTo(130);
            assertGone(family);
            assertThat(second.output()).last().isEqualTo("stopped");
        }
    }

    private void switchFaults() throws Exception {
        assertThat(script("fault", "slow-db", "--data", data.toString())).isEqualTo("0 fault slow-db is on");
        assertThat(faults(Use.SHOP)).isEqualTo("[slow-db]");
        assertThat(faults(Use.INVENTORY)).isEqualTo("[slow-db]");
        assertThat(script("fault", "redis-down", "--data", data.toString())).isEqualTo("0 fault redis-down is on");
        assertThat(FreePorts.hasListener(ports.of(Use.REDIS))).isFalse();
        long release1 = pidOf("shop");
        assertThat(script("fault", "bad-deploy", "--data", data.toString())).isEqualTo("0 fault bad-deploy is on");
        assertThat(pidOf("bad-shop")).isNotEqualTo(release1);
        assertThat(script("fault", "surge", "--data", data.toString())).isEqualTo("0 fault surge is on");
        long surge = pidOf("surge");
        assertThat(script("fault", "clear", "--data", data.toString())).isEqualTo("0 all faults are off");
        assertThat(faults(Use.SHOP)).isEqualTo("[]");
        assertThat(FreePorts.hasListener(ports.of(Use.REDIS))).isTrue();
        assertThat(ProcessHandle.of(surge)).isEmpty();
        assertThat(pidOf("shop")).isNotEqualTo(release1);
    }

    private void killComponents(UpProcess up) throws Exception {
        kill(pidOf("stream-processor"));
        up.awaitLine("stream-processor ended with 137, restarting");
        up.awaitLine("stream-processor is up again");
        get(Use.PROCESSOR, "/break");
        up.awaitLine("stream-processor reports that only a restart helps");
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> up.output().stream()
                                .filter(line -> line.equals("stream-processor is up again"))
                                .count()
                        == 2);
        kill(pidOf("redis"));
        up.awaitLine("redis is up again");
    }

    /** As during a start, when requests for faults are not handled yet. */
    @Test
    void fault_thatTimedOut_isNotTakenLater() throws Exception {
        Path request = Files.createDirectories(data.resolve("run")).resolve("fault");
        Process starting = new ProcessBuilder("sh", "-c", "sleep 60; : dev.tidemark.embedded.launch.Up").start();
        try {
            Files.writeString(data.resolve("run/up.pid"), starting.pid() + "\n");
            Process script =
                    new ProcessBuilder(SCRIPT.toString(), "fault", "errors", "--data", data.toString()).start();
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(request));

            script.destroy();

            assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(request).doesNotExist();
        } finally {
            starting.descendants().forEach(ProcessHandle::destroyForcibly);
            starting.destroyForcibly();
        }
    }

    @Test
    void up_whenAnApplicationDies_saysWhichAndStopsTheRest() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Map.of("stream-processor", "stream-processor", "demo", "demo", "query-service", "demo")
                .forEach((module, with) -> copy(jar(root, with), jar(broken, module)));
        try (var up = UpProcess.start(broken, data, ports)) {
            assertThat(up.awaitExit()).isEqualTo(1);

            assertThat(String.join("\n", up.output()))
                    .contains("tidemark: query-service ended with 1; the end of its log "
                            + data.resolve("logs/query-service.log"))
                    .contains("ClassNotFoundException: dev.tidemark.query.Main");
            assertThat(up.family()).isEmpty();
            for (Use use : Use.values()) {
                assertThat(FreePorts.isFree(ports.of(use))).as(use.listener).isTrue();
            }
        }
    }

    @Test
    void up_onABusyPort_namesThePortAndTheFlag() throws Exception {
        try (var busy = new ServerSocket(ports.of(Use.SHOP));
                var up = up()) {
            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.output())
                    .containsExactly("tidemark: port " + busy.getLocalPort()
                            + " (shop) is in use; choose another with --shop-port N");
        }
    }

    @Test
    void up_withAFileAsDataFolder_isRefused() throws Exception {
        Files.writeString(data, "not a folder");
        try (var up = up()) {
            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.output())
                    .singleElement()
                    .asString()
                    .startsWith("tidemark: the data folder " + data + " cannot be written (")
                    .endsWith("; choose another with --data DIR");
        }
    }

    @Test
    void up_withAnUnknownFlag_isWrongUsage() throws Exception {
        try (var up = up("--shop", "1")) {
            assertThat(up.awaitExit()).isEqualTo(2);
            assertThat(up.output()).singleElement().asString().startsWith("tidemark: unknown flag --shop: expected ");
        }
    }

    private static Path jar(Path project, String module) {
        return project.resolve(module + "/target/" + module + ".jar");
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String script(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + " " + output.strip();
    }

    private String faults(Use use) throws IOException, InterruptedException {
        return get(use, "/faults");
    }

    private String get(Use use, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.of(use) + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = open(ServerAccess.APPLICATION);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection open(String user) throws SQLException {
        return DriverManager.getConnection(url(), user, password("postgres", user));
    }

    private String password(String server, String user) {
        try {
            return Files.readString(data.resolve("credentials/" + server + "-" + user))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long height() throws SQLException {
        try (var connection = open(ServerAccess.READER);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT height FROM tide")) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + ports.of(Use.POSTGRES) + "/tidemark";
    }

    private long pidOf(String name) throws IOException {
        return Long.parseLong(
                Files.readAllLines(data.resolve("run/pids").resolve(name)).getFirst());
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    static void assertGone(List<ProcessHandle> family) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(family)
                        .noneMatch(one -> !ProcessIdentity.of(one.pid()).isEmpty()));
    }
}
