package dev.tidemark.e2e;

import dev.tidemark.embedded.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A complete Tidemark with the demo and its traffic, started like {@code ./tidemark up}, with a temporary folder and free ports. It is
 * started once for all tests of a JVM and stopped when the JVM exits.
 */
final class RunningTidemark {
    private static final long READY_SECONDS = 300;

    private static @Nullable RunningTidemark running;

    private final Path root = projectRoot();
    private final Path data;
    private final Process up;
    private final int http = FreePorts.next();
    private final int shop = FreePorts.next();
    private final int kafka = FreePorts.next();
    private final int postgres = FreePorts.next();

    private RunningTidemark() throws IOException {
        data = Files.createTempDirectory("tidemark-e2e");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                root.resolve("embedded/target/embedded.jar").toString(),
                "--root",
                root.toString(),
                "--data",
                data.toString()));
        flag(command, "--http-port", http);
        flag(command, "--shop-port", shop);
        flag(command, "--inventory-port", FreePorts.next());
        flag(command, "--processor-port", FreePorts.next());
        flag(command, "--kafka-port", kafka);
        flag(command, "--postgres-port", postgres);
        flag(command, "--redis-port", FreePorts.next());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("up.log").toFile());
        // For the programs that it starts.
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        up = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        Awaitility.await("ready").atMost(READY_SECONDS, TimeUnit.SECONDS).until(this::isReady);
    }

    static synchronized RunningTidemark withDemo() {
        if (running == null) {
            try {
                running = new RunningTidemark();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return running;
    }

    /** The project's folder. */
    Path root() {
        return root;
    }

    Api api() {
        return new Api(http);
    }

    Api shop() {
        return new Api(shop);
    }

    String kafka() {
        return "127.0.0.1:" + kafka;
    }

    Connection postgres() throws SQLException {
        return dataSource().getConnection();
    }

    /** Without a pool. */
    DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://127.0.0.1:" + postgres + "/tidemark");
        source.setUser("tidemark");
        try {
            source.setPassword(Files.readString(data.resolve("credentials/postgres-tidemark"))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return source;
    }

    /** Runs a query that returns one number. */
    long count(String sql) throws SQLException {
        try (Connection connection = postgres();
                var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Runs {@code ./tidemark fault NAME}. */
    void fault(String name) {
        try {
            Process fault = new ProcessBuilder(
                            root.resolve("tidemark").toString(), "fault", name, "--data", data.toString())
                    .inheritIO()
                    .start();
            if (!fault.waitFor(30, TimeUnit.SECONDS) || fault.exitValue() != 0) {
                throw new IllegalStateException("./tidemark fault " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills a component with SIGKILL; the launcher restarts it. */
    void kill(String component) {
        ProcessHandle victim = ProcessHandle.of(pidOf(component)).orElseThrow();
        victim.destroyForcibly();
        victim.onExit().join();
        Awaitility.await(component + " restarted").atMost(3, TimeUnit.MINUTES).until(() -> {
            long pid = pidOf(component);
            return pid > 0 && pid != victim.pid();
        });
    }

    private long pidOf(String component) {
        try {
            return Long.parseLong(Files.readAllLines(data.resolve("run/pids").resolve(component))
                    .getFirst());
        } catch (IOException e) {
            return -1;
        }
    }

    private boolean isReady() throws IOException {
        String log = Files.readString(data.resolve("up.log"));
        if (!up.isAlive()) {
            throw new IllegalStateException("up ended with " + up.exitValue() + ":\n" + log);
        }
        return log.lines()
                .anyMatch(line -> line.equals(
                        "ready " + api().url("/ui/monitoring/advanced").replace("127.0.0.1", "localhost")));
    }

    private void stop() {
        up.destroy();
        try {
            up.waitFor(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void flag(List<String> command, String name, int port) {
        command.add(name);
        command.add(Integer.toString(port));
    }

    private static Path projectRoot() {
        Path module = Path.of("").toAbsolutePath();
        return Files.exists(module.resolve("tidemark")) ? module : Objects.requireNonNull(module.getParent());
    }
}
