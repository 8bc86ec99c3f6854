package dev.tidemark.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses the text of a setting. Immutable.
 *
 * @param form the expected form; follows the word "expected" in an error
 * @param parser converts the text; throws {@link IllegalArgumentException} if the text does not have the form
 * @param secret whether value and default must never be shown
 */
public record SettingType<T>(String form, Function<String, T> parser, boolean secret) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}) ?((?:Ki|Mi|Gi|Ti)?)B?");
    private static final List<String> SIZE_UNITS = List.of("", "Ki", "Mi", "Gi", "Ti");
    private static final Pattern SERVER = Pattern.compile("(?:[^\\s,:\\[\\]]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
    private static final int MAX_NAME = 255;
    private static final int MAX_PORT = 65_535;

    /** A duration from {@code min} to {@code max}, which are written as in a setting. */
    public static SettingType<Duration> duration(String min, String max) {
        return new SettingType<>(
                "a duration from " + min + " to " + max + ", such as 500ms, 10s, 5m, 24h or 7d",
                text -> within(toDuration(text), toDuration(min), toDuration(max)),
                false);
    }

    /** The same, or {@code 0s}, which turns something off. */
    public static SettingType<Duration> durationOrZero(String min, String max) {
        SettingType<Duration> duration = duration(min, max);
        return new SettingType<>(
                duration.form + "; or 0s for never",
                text -> toDuration(text).isZero() ? Duration.ZERO : duration.parser.apply(text),
                false);
    }

    /** A number of bytes from {@code min} to {@code max}, which are written as in a setting. */
    public static SettingType<Long> size(String min, String max) {
        return new SettingType<>(
                "a number of bytes from " + min + " to " + max + ", such as 1048576, 500MiB or 20GiB",
                text -> within(toBytes(text), toBytes(min), toBytes(max)),
                false);
    }

    /** The same, or {@code 0}, which turns something off. */
    public static SettingType<Long> sizeOrZero(String min, String max) {
        SettingType<Long> size = size(min, max);
        return new SettingType<>(
                size.form + "; or 0 for none", text -> toBytes(text) == 0 ? 0L : size.parser.apply(text), false);
    }

    /** A whole number from {@code min} to {@code max}. */
    public static SettingType<Integer> wholeNumber(int min, int max) {
        return new SettingType<>(
                "a whole number from " + min + " to " + max, text -> within(Integer.valueOf(text), min, max), false);
    }

    /** {@code true} or {@code false}. */
    public static SettingType<Boolean> flag() {
        return new SettingType<>(
                "true or false",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException();
                },
                false);
    }

    /** One of a few words. */
    public static SettingType<String> choice(String... words) {
        List<String> known = List.of(words);
        return new SettingType<>(
                String.join(" or ", words),
                text -> {
                    String word = text.toLowerCase(Locale.ROOT);
                    return check(word, known.contains(word));
                },
                false);
    }

    /** Any text. */
    public static SettingType<String> text(String form) {
        return new SettingType<>(form, text -> text, false);
    }

    /** A text that matches a regular expression. */
    public static SettingType<String> text(String form, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new SettingType<>(
                form, text -> check(text, compiled.matcher(text).matches()), false);
    }

    /** A text that is never shown, such as a password. */
    public static SettingType<String> secret(String form) {
        return new SettingType<>(form, text -> text, true);
    }

    /** A name without control characters. */
    public static SettingType<String> name() {
        return new SettingType<>(
                "a name of 1 to " + MAX_NAME + " characters",
                text -> check(
                        text,
                        !text.isEmpty()
                                && text.length() <= MAX_NAME
                                && text.chars().noneMatch(Character::isISOControl)),
                false);
    }

    /** The addresses of one or more servers. */
    public static SettingType<String> servers() {
        return new SettingType<>(
                "host:port[,host:port…]",
                text -> check(text, Arrays.stream(text.split(",", -1)).allMatch(one -> isServer(one.strip()))),
                false);
    }

    /** A comma-separated list whose items all match a regular expression; {@code none} is the empty list. */
    public static SettingType<List<String>> list(String form, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new SettingType<>(
                form,
                text -> {
                    if (text.equals("none")) {
                        return List.of();
                    }
                    List<String> words = Arrays.stream(text.split(",", -1))
                            .map(String::strip)
                            .collect(Collectors.toUnmodifiableList());
                    return check(
                            words,
                            words.stream()
                                    .allMatch(word -> compiled.matcher(word).matches()));
                },
                false);
    }

    /** A URL with a host and one of these schemes. */
    public static SettingType<URI> address(String form, String... schemes) {
        List<String> known = List.of(schemes);
        return new SettingType<>(
                form,
                text -> {
                    URI address = toUri(text);
                    return check(address, address.getHost() != null && known.contains(address.getScheme()));
                },
                false);
    }

    private static URI toUri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean isServer(String text) {
        Matcher server = SERVER.matcher(text);
        if (!server.matches()) {
            return false;
        }
        int port = Integer.parseInt(server.group(1));
        return port >= 1 && port <= MAX_PORT;
    }

    private static Duration toDuration(String text) {
        Matcher parts = DURATION.matcher(text);
        check(text, parts.matches());
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static long toBytes(String text) {
        Matcher parts = SIZE.matcher(text);
        check(text, parts.matches());
        long count = Long.parseLong(parts.group(1));
        int shift = 10 * SIZE_UNITS.indexOf(parts.group(2));
        check(text, count <= Long.MAX_VALUE >> shift);
        return count << shift;
    }

    private static <C extends Comparable<C>> C within(C value, C min, C max) {
        return check(value, value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    private static <V> V check(V value, boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
