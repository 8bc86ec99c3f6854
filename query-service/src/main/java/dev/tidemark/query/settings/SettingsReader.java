package dev.tidemark.query.settings;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.env.Environment;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads settings: environment variables such as {@code TIDEMARK_HTTP_PORT}, or system properties of the same name in lower
 * case with dots. The framework's own binding takes the default when a value is in the wrong form; this refuses it.
 */
@Context
public final class SettingsReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private final Environment environment;

    SettingsReader(Environment environment) {
        this.environment = environment;
    }

    /** The text of a setting. */
    public String text(String name, String otherwise) {
        return given(name).orElse(otherwise);
    }

    /** The text of a setting that has the form of a regular expression. */
    public String text(String name, String otherwise, String form, String expected) {
        String text = text(name, otherwise);
        if (!text.matches(form)) {
            throw new SettingException(name, text, expected);
        }
        return text;
    }

    /** What {@code parse} makes of the text of a setting, unless it throws an {@link IllegalArgumentException}. */
    public <T> T parsed(String name, String otherwise, String expected, Function<String, T> parse) {
        String text = text(name, otherwise);
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new SettingException(name, text, expected);
        }
    }

    /** A whole number between two, both included. */
    public int number(String name, int otherwise, int min, int max) {
        String expected = "a whole number from " + min + " to " + max;
        return parsed(name, Integer.toString(otherwise), expected, text -> {
            int number = Integer.parseInt(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    /**
     * A duration such as {@code 400ms}, {@code 5s}, {@code 48h} or {@code 30d}, between two that are written like this, both
     * included.
     */
    public Duration duration(String name, String otherwise, String min, String max) {
        String expected = "a duration such as 400ms, 5s, 48h or 30d, from " + min + " to " + max;
        return parsed(name, otherwise, expected, text -> {
            Duration duration = duration(text);
            if (duration.compareTo(duration(min)) < 0 || duration.compareTo(duration(max)) > 0) {
                throw new IllegalArgumentException();
            }
            return duration;
        });
    }

    private static Duration duration(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException();
        }
        long count = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private Optional<String> given(String name) {
        return environment.getProperty(name, String.class).map(String::strip).filter(text -> !text.isEmpty());
    }
}
