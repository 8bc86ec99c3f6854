package dev.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

    @TempDir
    private Path folder;

    /** The main class of a JVM that the test kills. */
    public static final class Parent {
        private Parent() {}

        public static void main(String[] log) throws InterruptedException {
            // The end of the starting thread must not kill the child.
            Thread starter = Thread.ofPlatform().start(() -> {
                ChildProcess child = ChildProcess.start(shell("echo ready; sleep 600", Path.of(log[0])));
                Awaitility.await()
                        .atMost(Duration.ofMinutes(3))
                        .until(() -> child.tail(1).equals("ready"));
                System.out.println(child.pid());
            });
            starter.join();
            Thread.currentThread().join();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void child_ofAKilledJvm_diesWithItAndNotBefore() throws Exception {
        var command = new ArrayList<>(JavaCommand.of(Parent.class, JavaCommand.BRIEF));
        command.add(folder.resolve("sleep.log").toString());
        Process parent = new ProcessBuilder(command).start();
        try (var lines = parent.inputReader()) {
            long child = Long.parseLong(lines.readLine());
            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> !ProcessIdentity.of(child).isEmpty());

            parent.destroyForcibly();

            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> ProcessIdentity.of(child).isEmpty());
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void stop_ofAChildThatIgnoresTheSignal_killsIt() {
        ChildProcess child = start("trap '' TERM; echo ready; while :; do sleep 0.1; done");
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> child.tail(1).equals("ready"));

        assertThat(child.stop(Signal.TERM, Duration.ofMillis(300))).isFalse();
        assertThat(child.exitStatus()).isEqualTo(137);
    }

    @Test
    void stop_byInterrupt_isGraceful() {
        ChildProcess child = start("trap 'echo bye; exit 3' INT; echo ready; while :; do sleep 0.1; done");
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> child.tail(1).equals("ready"));

        assertThat(child.stop(Signal.INT, Duration.ofSeconds(5))).isTrue();
        assertThat(child.exitStatus()).isEqualTo(3);
        assertThat(child.tail(1)).isEqualTo("bye");
    }

    @Test
    void freeze_stopsTheProcess_untilItIsThawed() {
        ChildProcess child = start("trap 'echo bye; exit 3' INT; echo ready; while :; do sleep 0.1; done");
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> child.tail(1).equals("ready"));
        child.freeze();

        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> state(child).equals("T"));
        child.thaw();

        assertThat(child.stop(Signal.INT, Duration.ofSeconds(30))).isTrue();
        assertThat(child.exitStatus()).isEqualTo(3);
    }

    /** The process state from {@code /proc/PID/stat}. */
    private static String state(ChildProcess child) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + child.pid() + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    @Test
    void start_ofAMissingProgram_endsWithItsNameInTheLog() {
        try {
            ChildProcess child =
                    ChildProcess.start(new Command("x", List.of("no-such-program"), Map.of(), folder.resolve("x.log")));
            assertThat(child.await(Duration.ofSeconds(5))).isTrue();
            assertThat(child.exitStatus()).isNotZero();
            assertThat(child.tail(3)).contains("no-such-program");
        } catch (UncheckedIOException e) {
            // If the command has no wrapper.
            assertThat(e).hasMessageContaining("cannot start x");
        }
    }

    @Test
    void start_withAFileAsLogFolder_isRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> ChildProcess.start(shell("true", file.resolve("x.log"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot start child");
        assertThat(file).isEmptyFile();
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(shell(script, folder.resolve("child.log")));
    }

    private static Command shell(String script, Path log) {
        return new Command("child", List.of("sh", "-c", script), Map.of(), log);
    }
}
