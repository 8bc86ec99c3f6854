package dev.tidemark.settings;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/limits.md} with the settings and with the source of every part that keeps something in memory. */
class LimitsPageTest {
    private static final Path PAGE = Path.of("../docs/limits.md");
    private static final List<String> PARTS =
            List.of("stream-processor", "query-service", "ingest-filter", "consumer", "wire", "metrics");

    private static final Pattern SETTING = Pattern.compile("`(TIDEMARK_[A-Z_]+)` \\(`([^`]+)`\\)");
    private static final Pattern CONSTANT =
            Pattern.compile("([0-9,]+)( [KM]iB)?[a-z ]*\\s\\(`([A-Z]\\w+)\\.([A-Z][A-Z_]+)`\\)");

    /** A field that is a collection, a cache or an array that is not filled at once. */
    private static final Pattern COLLECTION =
            Pattern.compile("(?m)^    (?:private|protected|static|final|volatile)[^(=;]*?"
                    + "(?:\\b(?:Map|Set|SortedSet|List|Deque|TreeMap)<[^=;(]*=\\s*new (?!Enum)"
                    + "|\\b(?:Map|Set)<[^=;(]*=\\s*(?:ConcurrentHashMap|Collections)\\.new"
                    + "|\\b(?:Queue|Cache|AsyncCache)<[^=;(]*;"
                    + "|\\b[A-Z]\\w*\\[\\] \\w+(?:;| = new ))");

    private final String page = Files.readString(PAGE);
    private final Map<String, String> sources = sources();

    LimitsPageTest() throws IOException {}

    @Test
    void settings_areShownWithTheirDefaults() {
        Map<String, Setting<?>> settings = new HashMap<>();
        Settings.all().forEach(setting -> settings.put(setting.variable(), setting));
        List<MatchResult> shown = SETTING.matcher(page).results().toList();

        assertThat(shown).hasSizeGreaterThan(15).allSatisfy(one -> {
            Setting<?> setting = requireNonNull(settings.get(one.group(1)), one.group(1));
            assertThat(setting.readers())
                    .as(one.group())
                    .anyMatch(reader -> setting.defaultFor(reader).equals(one.group(2)));
        });
    }

    @Test
    void constants_areShownWithTheirValues() {
        List<MatchResult> shown = CONSTANT.matcher(page).results().toList();

        assertThat(shown)
                .hasSizeGreaterThan(25)
                .allSatisfy(one -> assertThat(value(one.group(3), one.group(4)))
                        .as(one.group())
                        .isEqualTo(shown(one.group(1), one.group(2))));
        assertThat(Pattern.compile("`[A-Z]\\w+\\.[A-Z][A-Z_]+`\\)")
                        .matcher(page)
                        .results()
                        .count())
                .as("each constant stands behind its value")
                .isEqualTo(shown.size());
    }

    @Test
    void everyClassThatKeepsACollection_isOnThePage() {
        TreeSet<String> missing = new TreeSet<>();
        sources.forEach((name, source) -> {
            if (COLLECTION.matcher(source).find() && !page.contains("`" + name + "`")) {
                missing.add(name);
            }
        });

        assertThat(missing)
                .as("classes with a collection as a field: add its limit in number and in bytes to " + PAGE)
                .isEmpty();
    }

    /** A condition of the test above. */
    @Test
    void knownCollections_areFound() {
        assertThat(List.of(
                        "CardinalityLimiter",
                        "Windows",
                        "LruCache",
                        "LogRing",
                        "TopicQueue",
                        "RequestRing",
                        "WindowMerges",
                        "LogStreams"))
                .allSatisfy(name -> assertThat(COLLECTION.matcher(source(name)).find())
                        .as(name)
                        .isTrue());
    }

    private long value(String type, String constant) {
        Matcher matcher = Pattern.compile("\\b" + constant + " =\\s+([0-9][0-9_]*)L?(?: << ([0-9]+))?;")
                .matcher(source(type));
        assertThat(matcher.find()).as(type + "." + constant).isTrue();
        long value = Long.parseLong(matcher.group(1).replace("_", ""));
        return matcher.group(2) == null ? value : value << Integer.parseInt(matcher.group(2));
    }

    private static long shown(String number, @Nullable String unit) {
        long value = Long.parseLong(number.replace(",", ""));
        if (unit == null) {
            return value;
        }
        return unit.equals(" KiB") ? value << 10 : value << 20;
    }

    private String source(String type) {
        return requireNonNull(sources.get(type), type);
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String part : PARTS) {
            for (Path file : files(Path.of("..", part, "src", "main", "java"))) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new ArrayList<>(
                    all.filter(file -> file.toString().endsWith(".java")).toList());
        }
    }
}
