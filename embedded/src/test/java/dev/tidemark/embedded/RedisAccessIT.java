package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAccessIT {
    private static final ServerAccess ACCESS = ServerAccess.withPasswords("admins", "apps", "readers");

    @Test
    void users_haveTheirRightsOnly(@TempDir Path folder) throws IOException {
        RedisSettings settings = RedisSettings.fixed(folder.resolve("data"), folder.resolve("redis.log"), 0);
        try (var server = new RedisServer(settings.with(ACCESS))) {
            server.start();

            assertThat(ask(server, "GET tide")).startsWith("-NOAUTH");
            assertThat(ask(server, "CONFIG SET dir /tmp")).startsWith("-NOAUTH");
            assertThat(ask(server, "AUTH tidemark wrong")).startsWith("-WRONGPASS");
            assertThat(ask(server, "AUTH default apps")).startsWith("-WRONGPASS");

            Login application = ACCESS.application();
            assertThat(as(server, application, "SET tide 42")).isEqualTo("+OK");
            assertThat(as(server, application, "PSETEX wave 60000 1")).isEqualTo("+OK");
            assertThat(as(server, application, "DEL wave")).isEqualTo(":1");
            assertThat(as(server, application, "INFO server")).contains("redis_version");
            for (String command : new String[] {
                "CONFIG SET dir /tmp",
                "CONFIG GET dir",
                "FLUSHALL",
                "SHUTDOWN",
                "DEBUG SLEEP 0",
                "MODULE LIST",
                "SAVE",
                "REPLICAOF localhost 1",
                "ACL WHOAMI",
                "EVAL return 0",
                "KEYS *",
                "SLAVEOF NO ONE",
                "MIGRATE h 1 k 0 1"
            }) {
                assertThat(as(server, application, command)).as(command).startsWith("-NOPERM");
            }

            Login reader = ACCESS.reader();
            assertThat(as(server, reader, "GET tide")).isEqualTo("$2\r\n42");
            assertThat(as(server, reader, "PING")).isEqualTo("+PONG");
            assertThat(as(server, reader, "INFO stats")).contains("keyspace_hits");
            assertThat(as(server, reader, "SET tide 43")).startsWith("-NOPERM");
            assertThat(as(server, reader, "CONFIG SET maxmemory 1")).startsWith("-NOPERM");

            // The control: the administrator may.
            assertThat(as(server, ACCESS.admin(), "CONFIG SET maxmemory 67108864"))
                    .isEqualTo("+OK");

            String commandLine = Files.readString(Path.of("/proc/" + server.pid() + "/cmdline"));
            String log = Files.readString(server.log());
            String users = Files.readString(folder.resolve("data/users.conf"));
            for (String password : new String[] {"admins", "apps", "readers"}) {
                assertThat(commandLine).doesNotContain(password);
                assertThat(log).doesNotContain(password);
                assertThat(users).doesNotContain(password);
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data/users.conf"))))
                    .isEqualTo("rw-------");
        }
    }

    private static String as(RedisServer server, Login login, String command) throws IOException {
        String answer = ask(server, "AUTH " + login.user() + " " + login.password() + "\r\n" + command);
        assertThat(answer).startsWith("+OK\r\n");
        return answer.substring("+OK\r\n".length());
    }

    private static String ask(RedisServer server, String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return all.substring(0, all.length() - "\r\n+OK\r\n".length());
        }
    }
}
