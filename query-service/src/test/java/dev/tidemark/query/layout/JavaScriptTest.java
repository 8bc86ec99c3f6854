package dev.tidemark.query.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the unit tests of the pages' scripts with Node's test runner. */
class JavaScriptTest {
    private static final Path ASSETS = Path.of("src/main/resources/assets");
    private static final int OLDEST_NODE = 20;
    private static final String MISSING =
            "node " + OLDEST_NODE + " or newer is needed to test the pages' scripts, and %s:"
                    + " install the package nodejs (./tidemark test run as root installs it with apt-get)";

    private record Outcome(int exit, String output) {}

    @Test
    void scripts_passTheirUnitTests() throws Exception {
        requireNode();
        List<String> command = new ArrayList<>(List.of("node", "--test", "--test-reporter=spec"));
        tests().forEach(test -> command.add(test.toString()));

        Outcome outcome = run(command);

        assertThat(outcome.exit()).as(outcome.output()).isZero();
        // Node also succeeds if it finds no tests.
        assertThat(outcome.output()).containsPattern("pass [1-9]");
    }

    @Test
    void components_haveTheirOwnStyleScriptAndTest() throws IOException {
        try (Stream<Path> components = Files.list(ASSETS.resolve("components"))) {
            assertThat(components).isNotEmpty().allSatisfy(component -> {
                String name = component.getFileName().toString();
                assertThat(component.resolve(name + ".css")).exists();
                assertThat(component.resolve(name + ".test.js")).exists();
                try (Stream<Path> files = Files.list(component)) {
                    assertThat(files.filter(file -> file.toString().endsWith(".js")))
                            .as(name)
                            .hasSizeGreaterThan(1);
                }
            });
        }
    }

    private static List<Path> tests() throws IOException {
        try (Stream<Path> files = Files.walk(ASSETS)) {
            return files.filter(file -> file.toString().endsWith(".test.js"))
                    .sorted()
                    .toList();
        }
    }

    private static void requireNode() throws InterruptedException {
        String version;
        try {
            version = run(List.of("node", "--version")).output().strip();
        } catch (IOException e) {
            throw new AssertionError(MISSING.formatted("there is none on the PATH"), e);
        }
        String major = version.replaceFirst("^v(\\d+)\\..*$", "$1");
        if (!major.matches("\\d{1,4}") || Integer.parseInt(major) < OLDEST_NODE) {
            throw new AssertionError(MISSING.formatted("the one on the PATH is " + version));
        }
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("node", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " has not ended within 2 min");
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
