package dev.tidemark.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("java17")
class SettingsTest {

    static Stream<Setting<?>> all() {
        return Settings.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void setting_hasValidNamesReadersAndDescription(Setting<?> setting) {
        assertThat(setting.property()).matches("[a-z]+([.-][a-z0-9]+)+");
        assertThat(setting.variable())
                .isEqualTo(setting.property()
                        .toUpperCase(Locale.ROOT)
                        .replace('.', '_')
                        .replace('-', '_'));
        assertThat(setting.readers()).isNotEmpty();
        assertThat(setting.description()).matches("[A-Z].*\\.");
        assertThat(setting.type().form()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("all")
    void defaults_haveTheFormOfTheirSetting(Setting<?> setting) {
        for (Component component : setting.readers()) {
            if (!setting.defaultFor(component).isEmpty()) {
                assertThat(new SettingsReader(component, Map.of(), Map.of()).get(setting))
                        .isNotNull();
            }
        }
    }

    @Test
    void variables_areDifferentAndNoneIsAKafkaClientProperty() {
        assertThat(Settings.all().map(Setting::variable))
                .doesNotHaveDuplicates()
                .noneMatch(name -> name.startsWith(KafkaClientProperties.VARIABLE_PREFIX));
    }

    @Test
    void everyComponent_readsSomething() {
        assertThat(Settings.all().flatMap(setting -> setting.readers().stream()))
                .contains(Component.values());
    }

    @Test
    void page_isTheCommittedOne() throws IOException {
        assertThat(Files.readString(Path.of("../docs/settings.md")))
                .as("docs/settings.md differs from the declarations: run ./tidemark docs")
                .isEqualTo(SettingsPage.text());
    }

    @Test
    void secrets_haveNoDefault() {
        assertThat(Settings.all().filter(setting -> setting.type().secret()))
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(setting.readers())
                        .allSatisfy(
                                reader -> assertThat(setting.defaultFor(reader)).isEmpty()));
    }
}
