package dev.tidemark.settings;

import java.util.List;
import java.util.Locale;
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
            ProcessorSetting.GROUP,
            SinkSetting.GROUP,
            RetentionSetting.GROUP,
            DemoSetting.GROUP);

    private static final Set<String> VARIABLES = all().map(Setting::variable).collect(Collectors.toUnmodifiableSet());

    /** The prefix of variables that the tests and the build read. */
    private static final String TESTS = "TIDEMARK_TEST_";

    private Settings() {}

    /** All settings. */
    public static Stream<Setting<?>> all() {
        return GROUPS.stream().flatMap(group -> group.settings().stream());
    }

    /** Whether a name looks like a setting of Tidemark but is not one. */
    static boolean isUnknown(String name) {
        String variable = Names.variable(name);
        boolean ours = name.startsWith("TIDEMARK_") || name.startsWith("tidemark.");
        return ours
                && !VARIABLES.contains(variable)
                && !variable.startsWith(KafkaClientProperties.VARIABLE_PREFIX)
                && !variable.startsWith(TESTS);
    }

    static String hint(String name) {
        String prefix = "TIDEMARK_KAFKA_";
        String variable = Names.variable(name);
        return variable.startsWith(prefix)
                ? name + " (properties of Kafka's clients begin with TIDEMARK_KAFKA_CLIENT_: "
                        + KafkaClientProperties.VARIABLE_PREFIX
                        + variable.substring(prefix.length()).toUpperCase(Locale.ROOT) + ")"
                : name;
    }
}
