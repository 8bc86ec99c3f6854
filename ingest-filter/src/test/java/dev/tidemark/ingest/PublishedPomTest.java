package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The POM that applications read, which the build has flattened. */
class PublishedPomTest {
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");

    @Test
    void pom_bringsOnlyWhatTheFilterNeeds() throws IOException {
        String pom = Files.readString(Path.of("target", "flattened-pom.xml"));

        List<String> brought = DEPENDENCY
                .matcher(pom)
                .results()
                .map(found -> found.group(1))
                .filter(one -> one.contains("<scope>compile</scope>") && !one.contains("<optional>true"))
                .map(PublishedPomTest::artifact)
                .collect(Collectors.toList());

        assertThat(pom).doesNotContain("<parent>").doesNotContain("<dependencyManagement>");
        assertThat(brought)
                .containsExactlyInAnyOrder(
                        "settings", "wire", "kafka-clients", "jctools-core", "logback-kafka-appender");
        // Those of 2018: kafka-clients 1.0.0 and slf4j-api 1.7.25.
        assertThat(pom)
                .containsPattern("logback-kafka-appender</artifactId>[^*]*<exclusion>\\s*<groupId>\\*</groupId>");
    }

    private static String artifact(String dependency) {
        Matcher artifact = ARTIFACT.matcher(dependency);
        return artifact.find() ? artifact.group(1) : "";
    }
}
