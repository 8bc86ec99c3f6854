package dev.tidemark.e2e.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.danielwegener.logback.kafka.KafkaAppender;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.topic.Topics;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter beside the versions of kafka-clients and logback that applications bring. */
class VersionsIT {
    private static final String SLF4J_1 = "slf4j-api-1.7.36.jar";
    private static final String SLF4J_2 = "slf4j-api-2.0.17.jar";
    private static final Broker BROKER = new Broker();

    @BeforeAll
    static void start() throws Exception {
        BROKER.start();
        BROKER.declare(Topics.REQUESTS, Topics.LOGS, Topics.SAMPLES);
    }

    @AfterAll
    static void stop() {
        BROKER.close();
    }

    @ParameterizedTest
    @CsvSource({"2.8.2, 1.3.16", "3.9.1, 1.5.32", "4.3.1, 1.6.6"})
    void application_withItsOwnVersions_delivers(String kafka, String logback) throws Exception {
        String service = "shop-" + kafka;

        String output = run(
                service,
                BROKER.address(),
                List.of("wait"),
                kafka(kafka),
                "logback-classic-" + logback + ".jar",
                "logback-core-" + logback + ".jar",
                SLF4J_2);

        assertThat(output).contains("kafka=" + kafka + " flushed=true logs=").doesNotContain("WARN");
        assertThat(BROKER.read(Topics.LOGS))
                .filteredOn(line -> line.service().equals(service))
                .extracting(LogEvent::message)
                .contains("order 4711 sent", "order 4712 failed");
        assertThat(BROKER.read(Topics.REQUESTS))
                .filteredOn(request -> request.service().equals(service))
                .extracting(RequestEvent::route)
                .containsExactly("/orders/{id}");
    }

    @Test
    void application_withLogbackBefore13_isToldSoAndRuns() throws Exception {
        String output = run(
                "shop-old",
                "127.0.0.1:1",
                List.of(),
                kafka("2.8.2"),
                "logback-classic-1.2.13.jar",
                "logback-core-1.2.13.jar",
                SLF4J_1);

        assertThat(output)
                .containsPattern("WARN ingest Tidemark publishes no log lines: logback is too old;"
                        + " expected 1.3 or newer, found .*logback-classic-1.2.13.jar")
                .contains("INFO Orders order 4711 sent", "logs=0");
    }

    @Test
    void publishedJars_nameTheirModules() throws Exception {
        for (Class<?> type : List.of(Tidemark.class, Topics.class, SettingsReader.class)) {
            try (JarFile jar = new JarFile(location(type))) {
                assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                        .isNotNull()
                        .satisfies(name -> assertThat(type.getPackageName()).startsWith(name));
            }
        }
    }

    @Test
    void publishedClasses_useOnlyWhatTheOldestVersionsHave() throws Exception {
        URL[] oldest = Stream.of(kafka("2.8.2"), "logback-classic-1.3.16.jar", "logback-core-1.3.16.jar", SLF4J_2)
                .map(VersionsIT::version)
                .map(path -> path.toUri())
                .map(VersionsIT::url)
                .toArray(URL[]::new);

        List<String> missing = new LinkCheck(oldest, "org/apache/kafka/", "ch/qos/logback/", "org/slf4j/")
                .missing(Path.of(location(Tidemark.class)));

        assertThat(missing).isEmpty();
    }

    @Test
    void linkCheck_withClassesThatLackSomething_findsIt() throws Exception {
        URL[] tooOld = Stream.of("logback-classic-1.2.13.jar", "logback-core-1.2.13.jar", SLF4J_1)
                .map(VersionsIT::version)
                .map(path -> path.toUri())
                .map(VersionsIT::url)
                .toArray(URL[]::new);

        List<String> missing =
                new LinkCheck(tooOld, "ch/qos/logback/", "org/slf4j/").missing(Path.of(location(Tidemark.class)));

        assertThat(missing)
                .contains(
                        "org/slf4j/event/KeyValuePair",
                        "ch/qos/logback/classic/spi/ILoggingEvent.getKeyValuePairs()Ljava/util/List;");
    }

    private static String run(String service, String kafka, List<String> arguments, String... versions)
            throws IOException, InterruptedException {
        List<String> classPath = new ArrayList<>(Stream.of(
                        VersionedApplication.class,
                        Tidemark.class,
                        SettingsReader.class,
                        Topics.class,
                        JsonFactory.class,
                        MpscAtomicArrayQueue.class,
                        KafkaAppender.class)
                .map(VersionsIT::location)
                .toList());
        Stream.of(versions).map(VersionsIT::version).map(Path::toString).forEach(classPath::add);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(JavaCommand.BRIEF);
        command.addAll(List.of(
                "-Dlogback.configurationFile=versions-logback.xml",
                "-Dtidemark.service-name=" + service,
                "-Dtidemark.kafka.bootstrap-servers=" + kafka,
                "-Dtidemark.close-timeout=2s",
                "-cp",
                String.join(File.pathSeparator, classPath),
                VersionedApplication.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static String kafka(String version) {
        return "kafka-clients-" + version + ".jar";
    }

    /** Maven's build copies them there. */
    private static Path version(String jar) {
        return Path.of("target", "versions", jar).toAbsolutePath();
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
