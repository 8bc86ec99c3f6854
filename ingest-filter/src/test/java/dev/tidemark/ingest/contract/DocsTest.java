package dev.tidemark.ingest.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation shows code of the applications that the tests run. */
class DocsTest {
    private static final Path DOCS = Path.of("..", "docs", "filter");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final List<Path> SOURCES = List.of(
            Path.of("src", "test", "java", "dev", "tidemark", "ingest", "contract"),
            Path.of("..", "spring-boot-3", "src", "test", "java"),
            Path.of("..", "quarkus-3", "src", "main", "java"));

    static Stream<String> snippets() throws IOException {
        return files(DOCS).stream()
                .flatMap(page -> JAVA.matcher(page).results().map(MatchResult::group))
                .map(block -> block.substring(block.indexOf('\n'), block.length() - 3));
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void snippet_isPartOfATestedApplication(String snippet) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path folder : SOURCES) {
            all.addAll(files(folder));
        }

        assertThat(all).as(snippet).anyMatch(source -> containsInOrder(source, snippet));
    }

    private static boolean containsInOrder(String source, String snippet) {
        Iterator<String> lines = source.lines().map(String::strip).iterator();
        return snippet.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .allMatch(line -> {
                    while (lines.hasNext()) {
                        if (lines.next().equals(line)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(DocsTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
