package dev.tidemark.e2e.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.TcpProxy;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.wire.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application logs in half a minute without Kafka, and what it loses. */
@Tag("faults")
class AwayKafkaIT {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String AWAY = "Tidemark has no answer from Kafka";
    private static final String BACK = "Tidemark reaches Kafka";
    private static final String CLOSED = "Tidemark has closed";
    private static final String LOGGING = """
            <configuration>
              <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%level %logger %msg%n</pattern></encoder>
              </appender>
              <root level="INFO"><appender-ref ref="CONSOLE"/></root>
            </configuration>
            """;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void kafkaNeverThere_isOneLine() throws Exception {
        List<String> addresses =
                List.of("127.0.0.1:" + FreePorts.next(), "no-such-host.invalid:9092", "192.0.2.1:9092");
        List<Process> applications = new ArrayList<>();
        for (String address : addresses) {
            applications.add(start(address));
        }
        Process control = start("127.0.0.1:1", "plain");
        TimeUnit.MILLISECONDS.sleep(HALF_A_MINUTE.toMillis());

        for (int i = 0; i < applications.size(); i++) {
            end(applications.get(i));
            List<String> lines = lines(addresses.get(i));
            assertQuiet(lines);
            assertThat(lines).filteredOn(line -> line.contains(AWAY)).hasSize(1);
            assertThat(lines).filteredOn(line -> line.contains(BACK)).isEmpty();
            assertThat(lines).filteredOn(line -> line.contains(CLOSED)).hasSize(1);
            assertThat(number(lines, "closing_millis")).isLessThan(5_500);
            assertThat(number(lines, "sent")).isZero();
            assertThat(number(lines, "dropped")).isEqualTo(number(lines, "recorded"));
        }
        end(control);
        assertThat(lines("127.0.0.1:1"))
                .filteredOn(line -> line.contains("clientId=plain"))
                .hasSizeGreaterThan(100);
    }

    @Test
    void kafkaHung_isOneLineAndOneForItsReturnAndLosesNothing() throws Exception {
        int port = FreePorts.next();
        try (TcpProxy proxy = new TcpProxy(port);
                KafkaBroker kafka = new KafkaBroker(new KafkaSettings(null, null, port, 1, Map.of(), 384, Map.of())
                        .with("advertised.listeners", "CLIENTS://127.0.0.1:" + proxy.port()))) {
            kafka.start();
            Broker.declare(kafka.bootstrapServers(), Topics.REQUESTS, Topics.SAMPLES);
            String address = "127.0.0.1:" + proxy.port();
            Process application = start(address);
            TimeUnit.SECONDS.sleep(5);
            proxy.cut(TcpProxy.Way.TO_SERVER, TcpProxy.Way.TO_CLIENT);
            TimeUnit.MILLISECONDS.sleep(HALF_A_MINUTE.toMillis());
            proxy.mend();

            assertReturned(application, address);
            assertThat(Broker.records(address, Topics.REQUESTS)).hasSize((int) number(lines(address), "sent"));
        }
    }

    @Test
    void kafkaKilled_isOneLineAndOneForItsReturnAndLosesNothing() throws Exception {
        try (Broker broker = new Broker()) {
            broker.start();
            broker.declare(Topics.REQUESTS, Topics.SAMPLES);
            Process application = start(broker.address());
            TimeUnit.SECONDS.sleep(5);
            broker.kill();
            TimeUnit.MILLISECONDS.sleep(HALF_A_MINUTE.toMillis());
            broker.start();

            assertReturned(application, broker.address());
            assertThat(broker.records(Topics.REQUESTS)).hasSize((int) number(lines(broker.address()), "sent"));
        }
    }

    private void assertReturned(Process application, String address) throws Exception {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines(address)).anyMatch(line -> line.contains(BACK)));
        end(application);
        List<String> lines = lines(address);
        assertQuiet(lines);
        assertThat(lines).filteredOn(line -> line.contains(AWAY)).hasSize(1);
        assertThat(lines).filteredOn(line -> line.contains(BACK)).hasSize(1);
        assertThat(lines).filteredOn(line -> line.contains(CLOSED)).isEmpty();
        assertThat(number(lines, "sent")).isEqualTo(number(lines, "recorded")).isPositive();
    }

    /** Nothing of Kafka's about the filter's producers, while the application's own client keeps its lines. */
    private static void assertQuiet(List<String> lines) {
        assertThat(lines).noneMatch(line -> line.contains("tidemark-"));
        assertThat(lines).filteredOn(line -> line.contains("Kafka version")).hasSize(1);
        assertThat(lines).filteredOn(line -> line.contains("clientId=own")).hasSizeGreaterThan(20);
    }

    private Process start(String... arguments) throws IOException {
        Path logging = Files.writeString(folder.resolve("logback.xml"), LOGGING);
        var options = new ArrayList<>(JavaCommand.BRIEF);
        options.add("-Xmx96m");
        options.add("-Dlogback.configurationFile=" + logging);
        var command = new ArrayList<>(JavaCommand.of(IdleApplication.class, options));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(arguments[0]).toFile())
                .start();
        started.add(process);
        return process;
    }

    private static void end(Process application) throws Exception {
        application.getOutputStream().close();
        assertThat(application.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private Path log(String address) {
        return folder.resolve(address.replace(':', '-') + ".log");
    }

    private List<String> lines(String address) throws IOException {
        return Files.readAllLines(log(address));
    }

    private static long number(List<String> lines, String name) {
        for (String line : lines) {
            Matcher found = Pattern.compile("\\b" + name + "=(\\d+)").matcher(line);
            if (line.endsWith("ended") && found.find()) {
                return Long.parseLong(found.group(1));
            }
        }
        throw new AssertionError("no " + name + " among " + lines);
    }
}
