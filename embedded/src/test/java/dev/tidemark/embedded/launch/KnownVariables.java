package dev.tidemark.embedded.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * The environment variables that a module reads, as far as its sources name them: a literal {@code "tidemark.state.dir"} is the
 * variable {@code TIDEMARK_STATE_DIR}, and one in capitals is a variable itself.
 */
final class KnownVariables {

    private static final Pattern LITERAL = Pattern.compile("\"([A-Za-z0-9_.-]+)\"");
    private static final String KAFKA = "tidemark.kafka.";

    private KnownVariables() {}

    static Set<String> of(Path root, String module) throws IOException {
        var known = new TreeSet<String>();
        for (String literal : literals(root.resolve(module))) {
            if (literal.equals(literal.toUpperCase(Locale.ROOT)) || literal.startsWith("tidemark.")) {
                known.add(variable(literal));
            }
            if (literal.equals(KAFKA)) {
                ConsumerConfig.configNames().forEach(name -> known.add(variable(KAFKA + name)));
            }
        }
        if (module.equals("demo")) {
            // The filter inside of it has settings of its own, named without their common beginning.
            literals(root.resolve("ingest-filter")).forEach(literal -> known.add(variable("tidemark." + literal)));
        }
        return known;
    }

    private static String variable(String setting) {
        return setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    private static Set<String> literals(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> LITERAL.matcher(text(file)).results())
                    .map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
