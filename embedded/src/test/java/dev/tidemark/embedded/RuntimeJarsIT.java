package dev.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RuntimeJarsIT {

    @Test
    void launcherJars_doNotIncludeTestcontainers() throws IOException {
        List<String> jars;
        try (Stream<Path> files = Files.list(Path.of("target/lib"))) {
            jars = files.map(file -> file.getFileName().toString()).toList();
        }

        assertThat(jars).anyMatch(jar -> jar.startsWith("kafka_"));
        assertThat(jars).noneMatch(jar -> jar.startsWith("testcontainers") || jar.startsWith("docker-java"));
    }
}
