package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.settings.FilterSetting;
import dev.tidemark.settings.KafkaSetting;
import dev.tidemark.settings.Setting;
import dev.tidemark.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class TidemarkHandleTest {
    @BeforeEach
    void reachNobody() {
        System.setProperty(KafkaSetting.BOOTSTRAP_SERVERS.property(), "127.0.0.1:1");
        System.setProperty(FilterSetting.SAMPLE_INTERVAL.property(), "0s");
        System.setProperty(FilterSetting.CLOSE_TIMEOUT.property(), "0ms");
    }

    @AfterEach
    void clear() {
        Settings.all().map(Setting::property).forEach(System::clearProperty);
    }

    @Test
    void handles_severalAtOnce_shareOneInstanceUntilTheLastIsClosed() {
        TidemarkHandle first = Tidemark.acquire();
        TidemarkHandle second = Tidemark.acquire();
        Tidemark shared = first.tidemark();
        assertThat(shared.isEnabled()).isTrue();
        assertThat(second.tidemark()).isSameAs(shared);

        first.close();
        first.close();
        assertThat(second.tidemark()).isSameAs(shared);

        second.close();
        try (TidemarkHandle third = Tidemark.acquire()) {
            assertThat(third.tidemark()).isNotSameAs(shared);
        }
    }

    @Test
    void acquire_withAWrongSetting_isDisabledAndDoesNotThrow() {
        System.setProperty(FilterSetting.QUEUE_CAPACITY.property(), "many");

        try (TidemarkHandle handle = Tidemark.acquire()) {
            Tidemark tidemark = handle.tidemark();
            assertThat(tidemark.isEnabled()).isFalse();
            tidemark.begin("GET", "/a", null, null).finish("/a", 200, null, 0, 0);
            assertThat(tidemark.counters().recorded()).isZero();
        }
    }

    @Test
    void acquire_disabledBySetting_publishesNothing() {
        System.setProperty(FilterSetting.ENABLED.property(), "false");

        try (TidemarkHandle handle = Tidemark.acquire()) {
            assertThat(handle.tidemark().isEnabled()).isFalse();
        }
    }

    @Test
    void install_withOpenHandles_switchesThemToTheNewInstance() {
        try (TidemarkHandle handle = Tidemark.acquire()) {
            Tidemark fromEnvironment = handle.tidemark();
            try (RecordingTidemark own = new RecordingTidemark()) {
                assertThat(handle.tidemark()).isSameAs(own.tidemark()).isNotSameAs(fromEnvironment);
            }
            assertThat(handle.tidemark().isEnabled()).isFalse();
        }
    }

    @Test
    void install_second_isRejected() {
        try (RecordingTidemark first = new RecordingTidemark()) {
            assertThat(first.tidemark().isEnabled()).isTrue();
            assertThatThrownBy(() -> new RecordingTidemark(Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("already installed");
        }
    }
}
