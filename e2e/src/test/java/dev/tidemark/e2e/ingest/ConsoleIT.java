package dev.tidemark.e2e.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.wire.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application with the filter prints to its console on this JVM. */
class ConsoleIT {
    private static final Broker BROKER = new Broker();

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        BROKER.start();
        BROKER.declare(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES);
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @Test
    void filter_deliversEvents_printsNothing() throws Exception {
        assertThat(run("filter")).isEqualTo(List.of("sent=2100"));
    }

    /** The control. */
    @Test
    void kafkasProducer_withTheSameCompression_printsWarnings() throws Exception {
        assertThat(run("plain")).anyMatch(line -> line.startsWith("WARNING:"));
    }

    private List<String> run(String mode) throws Exception {
        Path output = folder.resolve(mode + ".log");
        var command = new ArrayList<>(JavaCommand.of(
                ConsoleApplication.class, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m")));
        command.addAll(List.of(BROKER.address(), mode));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
