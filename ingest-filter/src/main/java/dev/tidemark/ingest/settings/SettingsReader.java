package dev.tidemark.ingest.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what was written into {@link Settings}; a value that is not in its form ends it. */
final class SettingsReader {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,9}) ?([a-zA-Z]{1,3})");
    private static final Pattern SERVER = Pattern.compile("(?:[^\\s,:\\[\\]]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
    private static final int MAX_NAME = 255;
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int GIB = 1024 * MIB;
    private static final int MAX_CAPACITY = 1 << 20;
    private static final int MIN_CAPACITY = 64;

    private final Map<Setting, String> own;
    private final Map<String, String> ownKafkaClient;
    private final Sources sources;

    SettingsReader(Map<Setting, String> own, Map<String, String> ownKafkaClient, Sources sources) {
        this.own = own;
        this.ownKafkaClient = ownKafkaClient;
        this.sources = sources;
    }

    Settings read() {
        Map<String, String> client = new HashMap<>(sources.kafkaClient());
        client.putAll(ownKafkaClient);
        return new Settings(
                flag(Setting.ENABLED),
                name(Setting.SERVICE_NAME, value(Setting.SERVICE_NAME)),
                instance(),
                servers(),
                size(Setting.BUFFER_MEMORY, MIB, GIB),
                size(Setting.BATCH_SIZE, KIB, MIB),
                duration(Setting.LINGER, Duration.ZERO, Duration.ofSeconds(10)),
                requestsEncoding(),
                capacity(Setting.QUEUE_CAPACITY),
                capacity(Setting.LOG_QUEUE_CAPACITY),
                size(Setting.LOG_QUEUE_MEMORY, MIB, GIB),
                paths(),
                sampleInterval(),
                flag(Setting.REDACT),
                duration(Setting.CLOSE_TIMEOUT, Duration.ZERO, Duration.ofMinutes(5)),
                client);
    }

    private String value(Setting setting) {
        String set = own.get(setting);
        return set == null ? sources.value(setting) : set.strip();
    }

    private boolean flag(Setting setting) {
        String value = value(setting);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw setting.wrong(value);
        };
    }

    private RequestsEncoding requestsEncoding() {
        String value = value(Setting.REQUESTS_ENCODING);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "json" -> RequestsEncoding.JSON;
            case "batch" -> RequestsEncoding.BATCH;
            default -> throw Setting.REQUESTS_ENCODING.wrong(value);
        };
    }

    private static String name(Setting setting, String value) {
        if (value.isEmpty() || value.length() > MAX_NAME || value.chars().anyMatch(Character::isISOControl)) {
            throw setting.wrong(value);
        }
        return value;
    }

    private String instance() {
        String value = value(Setting.INSTANCE);
        return value.isEmpty() ? Hosts.instance() : name(Setting.INSTANCE, value);
    }

    private String servers() {
        String value = value(Setting.BOOTSTRAP_SERVERS);
        for (String server : value.split(",", -1)) {
            Matcher address = SERVER.matcher(server.strip());
            if (!address.matches() || !isPort(Integer.parseInt(address.group(1)))) {
                throw Setting.BOOTSTRAP_SERVERS.wrong(value);
            }
        }
        return value;
    }

    private static boolean isPort(int number) {
        return number >= 1 && number <= 65_535;
    }

    private int capacity(Setting setting) {
        String value = value(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= MIN_CAPACITY && number <= MAX_CAPACITY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the expected form.
        }
        throw setting.wrong(value);
    }

    private int size(Setting setting, int low, int high) {
        String value = value(setting);
        Matcher quantity = QUANTITY.matcher(value);
        if (quantity.matches()) {
            long unit = switch (quantity.group(2)) {
                case "B" -> 1;
                case "KiB" -> KIB;
                case "MiB" -> MIB;
                case "GiB" -> GIB;
                default -> throw setting.wrong(value);
            };
            long bytes = Long.parseLong(quantity.group(1)) * unit;
            if (bytes >= low && bytes <= high) {
                return (int) bytes;
            }
        }
        throw setting.wrong(value);
    }

    private Duration sampleInterval() {
        Duration interval = duration(Setting.SAMPLE_INTERVAL, Duration.ZERO, Duration.ofHours(1));
        if (!interval.isZero() && interval.toMillis() < 100) {
            throw Setting.SAMPLE_INTERVAL.wrong(value(Setting.SAMPLE_INTERVAL));
        }
        return interval;
    }

    private Duration duration(Setting setting, Duration low, Duration high) {
        String value = value(setting);
        Matcher quantity = QUANTITY.matcher(value);
        if (quantity.matches()) {
            long amount = Long.parseLong(quantity.group(1));
            Duration duration = switch (quantity.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> throw setting.wrong(value);
            };
            if (duration.compareTo(low) >= 0 && duration.compareTo(high) <= 0) {
                return duration;
            }
        }
        throw setting.wrong(value);
    }

    private List<String> paths() {
        String value = value(Setting.SKIP_PATHS);
        if (value.equals("none")) {
            return List.of();
        }
        List<String> paths =
                Arrays.stream(value.split(",", -1)).map(String::strip).toList();
        if (paths.stream().anyMatch(path -> !path.startsWith("/") || path.length() < 2)) {
            throw Setting.SKIP_PATHS.wrong(value);
        }
        return paths;
    }
}
