package dev.tidemark.embedded;

import dev.tidemark.embedded.containers.ContainerImage;
import dev.tidemark.embedded.containers.ContainerSpec;
import dev.tidemark.embedded.process.Binaries;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.PrivateFiles;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Redis on loopback, version 6.2 unless {@value #EXECUTABLE} names another executable for tests. It stores nothing on disk, so a restart empties it. Its users are those of its settings; by default, for
 * tests, there are none.
 */
public final class RedisServer extends ProcessBackend {

    /** The environment variable for an executable of another version. */
    private static final String EXECUTABLE = "TIDEMARK_TEST_REDIS_SERVER";

    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int CONTAINER_PORT = 6379;

    private final RedisSettings settings;

    public RedisServer(RedisSettings settings) {
        super("redis", settings.directory(), settings.port());
        this.settings = settings;
    }

    /** The address for clients: {@code redis://127.0.0.1:PORT}. */
    public URI uri() {
        return URI.create("redis://" + address());
    }

    /** The address for one user, with the password. */
    public URI uri(Login login) {
        return URI.create("redis://" + login.user() + ":" + login.password() + "@" + address());
    }

    /** The executable of servers with temporary folders, in child processes. */
    public static Path executable() {
        String other = System.getenv(EXECUTABLE);
        return other == null || other.isBlank() ? embedded() : Path.of(other.strip());
    }

    private static Path embedded() {
        return Binaries.inUserCache().executable(Platform.current().redis());
    }

    @Override
    List<String> prepare() throws IOException {
        Path server = settings.folder() == null ? executable() : embedded();
        Path users = folder().resolve("users.conf");
        ServerAccess access = settings.access();
        PrivateFiles.write(users, access == null ? "" : RedisUsers.configuration(access));
        return command(
                server.toString(),
                users.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port()),
                "--dir",
                folder().toString());
    }

    @Override
    ContainerSpec container() {
        return new ContainerSpec(
                ContainerImage.REDIS,
                Map.of(),
                command("redis-server", "--protected-mode", "no"),
                port(),
                CONTAINER_PORT,
                null);
    }

    private List<String> command(String... beginning) {
        var command = new ArrayList<>(List.of(beginning));
        command.addAll(List.of(
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                settings.maxMemoryMegabytes() + "mb",
                "--maxmemory-policy",
                "allkeys-lru",
                "--slowlog-log-slower-than",
                "10000"));
        return command;
    }

    @Override
    boolean answers() {
        try (var socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(FreePorts.onLoopback(port()), TIMEOUT_MILLIS);
            socket.getOutputStream().write((login() + "PING\r\n").getBytes(StandardCharsets.US_ASCII));
            String expected = settings.access() == null ? "+PONG" : "+OK\r\n+PONG";
            byte[] answer = socket.getInputStream().readNBytes(expected.length());
            return new String(answer, StandardCharsets.US_ASCII).equals(expected);
        } catch (IOException e) {
            return false;
        }
    }

    private String login() {
        ServerAccess access = settings.access();
        return access == null
                ? ""
                : "AUTH " + access.reader().user() + " " + access.reader().password() + "\r\n";
    }

    @Override
    Duration stopPatience() {
        return Duration.ofSeconds(5);
    }
}
