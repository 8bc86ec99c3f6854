package dev.tidemark.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All settings. */
public final class Settings {
    /** All settings by subject, in the order of their documentation. */
    public static final List<SettingGroup> GROUPS = List.of(
            KafkaSetting.GROUP,
            PostgresSetting.GROUP,
            FilterSetting.GROUP,
            ServerSetting.GROUP,
            QuerySetting.GROUP,
            CollectorSetting.GROUP,
            DiagnosisSetting.GROUP,
            ProcessorSetting.GROUP,
            SinkSetting.GROUP,
            RetentionSetting.GROUP,
            DemoSetting.GROUP);

    private static final Set<String> VARIABLES = all().map(Setting::variable).collect(Collectors.toUnmodifiableSet());

    /** The prefix of variables that the tests and the build read. */
    private static final String TESTS = "TIDEMARK_TEST_";

    private static final String TIDEMARK = "TIDEMARK_";
    private static final String KAFKA = "TIDEMARK_KAFKA_";

    private Settings() {}

    /** All settings. */
    public static Stream<Setting<?>> all() {
        return GROUPS.stream().flatMap(group -> group.settings().stream());
    }

    /** Whether a name looks like a setting of Tidemark but is not one. */
    static boolean isUnknown(String name) {
        String variable = Names.variable(name);
        boolean property = name.startsWith("tidemark.");
        boolean free = variable.startsWith(KafkaClientProperties.VARIABLE_PREFIX) || variable.startsWith(TESTS);
        if (property || name.startsWith("TIDEMARK_")) {
            return !free && !VARIABLES.contains(variable);
        }
        // The beginning may be misspelt, too; other programs' variables must not be meant.
        return name.length() > TIDEMARK.length() && looksLikeTidemark(variable);
    }

    private static boolean looksLikeTidemark(String variable) {
        String beginning = variable.substring(0, TIDEMARK.length());
        return NearestName.distance(beginning, TIDEMARK) <= 2
                && NearestName.of(variable, VARIABLES).isPresent();
    }

    /** The name, and what was probably meant. */
    static String hint(String name) {
        String variable = Names.variable(name);
        Optional<String> nearest = NearestName.of(variable, VARIABLES);
        if (nearest.isPresent()) {
            return name + " (did you mean " + written(name, nearest.get()) + "?)";
        }
        String client = KafkaClientProperties.VARIABLE_PREFIX;
        for (int end = client.length() - 2; end <= Math.min(variable.length(), client.length() + 2); end++) {
            if (variable.charAt(end - 1) == '_' && NearestName.distance(variable.substring(0, end), client) <= 2) {
                return name + " (did you mean " + client + variable.substring(end) + "?)";
            }
        }
        return variable.startsWith(KAFKA)
                ? name + " (properties of Kafka's clients begin with TIDEMARK_KAFKA_CLIENT_: "
                        + KafkaClientProperties.VARIABLE_PREFIX
                        + variable.substring(KAFKA.length()).toUpperCase(Locale.ROOT) + ")"
                : name;
    }

    /** The setting as a property if the user wrote a property. */
    private static String written(String name, String variable) {
        return name.contains(".")
                ? all().filter(setting -> setting.variable().equals(variable))
                        .map(Setting::property)
                        .findFirst()
                        .orElse(variable)
                : variable;
    }
}
