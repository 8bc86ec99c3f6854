package dev.tidemark.processor.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings: {@code tidemark.state.dir} is the system property of that name, else the environment variable
 * {@code TIDEMARK_STATE_DIR}, else its default. One that is set to nothing has its default. Immutable as far as its sources are.
 */
public final class SettingReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

    /** What any unit that it is turned into can hold. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern BYTES = Pattern.compile("(\\d{1,15}) ?((?:Ki|Mi|Gi|Ti)?)B?");
    private static final List<String> UNITS = List.of("", "Ki", "Mi", "Gi", "Ti");

    private final Properties properties;
    private final Map<String, String> environment;

    public SettingReader(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** What this JVM was started with. */
    public static SettingReader ofSystem() {
        return new SettingReader(System.getProperties(), System.getenv());
    }

    public String text(String name, String otherwise) {
        String property = properties.getProperty(name);
        String text = property != null ? property : environment.get(variable(name));
        return text == null || text.isBlank() ? otherwise : text.strip();
    }

    /** A whole number; another or one that is out of its range is an {@link IllegalArgumentException}. */
    public int number(String name, int otherwise, int low, int high) {
        String text = text(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw wrong(name, text, "a whole number from " + low + " to " + high);
    }

    /** A whole number with one of the units ms, s, m, h and d; anything else is an {@link IllegalArgumentException}. */
    public Duration duration(String name, Duration otherwise) {
        return duration(name, otherwise, Duration.ZERO, LONGEST);
    }

    /** The same; what is out of its range is an {@link IllegalArgumentException} too. */
    public Duration duration(String name, Duration otherwise, Duration low, Duration high) {
        String text = text(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        Duration duration = duration(name, text);
        if (duration.compareTo(low) < 0 || duration.compareTo(high) > 0) {
            throw wrong(name, text, "a time from " + form(low) + " to " + form(high));
        }
        return duration;
    }

    /** A duration as it is written in a setting. */
    private static String form(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long days = duration.toDays();
        return days > 0 && duration.equals(Duration.ofDays(days)) ? days + "d" : duration.toSeconds() + "s";
    }

    private static Duration duration(String name, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw wrong(name, text, "a number with its unit, such as 500ms, 10s, 5m, 24h or 7d");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** A number of bytes, plain or with one of the units KiB, MiB, GiB and TiB; anything else is an {@link IllegalArgumentException}. */
    public long bytes(String name, long otherwise) {
        String text = text(name, Long.toString(otherwise));
        Matcher matcher = BYTES.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            int shift = 10 * UNITS.indexOf(matcher.group(2));
            if (number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw wrong(name, text, "a number of bytes, such as 1073741824, 500MiB or 20GiB");
    }

    /** All settings whose names begin with {@code prefix}, by the rest of their names. */
    public Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new TreeMap<>();
        String variablePrefix = variable(prefix);
        environment.forEach((name, value) -> {
            if (name.startsWith(variablePrefix) && !value.isBlank()) {
                found.put(
                        name.substring(variablePrefix.length())
                                .replace('_', '.')
                                .toLowerCase(Locale.ROOT),
                        value.strip());
            }
        });
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (name.startsWith(prefix) && !value.isBlank()) {
                found.put(name.substring(prefix.length()), value.strip());
            }
        }
        return found;
    }

    private static String variable(String name) {
        return name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static IllegalArgumentException wrong(String name, @Nullable String text, String expected) {
        return new IllegalArgumentException(name + " \"" + text + "\": expected " + expected);
    }
}
