package dev.tidemark.processor.sink.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DiskNeedTest {
    private static final OptionalLong PLENTY = OptionalLong.of(1_000_000);

    @Test
    void databaseAboveItsLimit_mustShrinkToTenPercentBelow() {
        DiskNeed need = new DiskNeed(new DiskSettings(1_000, 0, ""));

        assertThat(need.of(1_000, PLENTY)).isZero();
        assertThat(need.of(1_001, PLENTY)).isEqualTo(101);
        // The target itself is not above the limit: the next check changes nothing.
        assertThat(need.of(900, PLENTY)).isZero();
    }

    @Test
    void diskBelowItsMinimum_needsFiftyPercentMore() {
        DiskNeed need = new DiskNeed(new DiskSettings(0, 1_000, "/"));

        assertThat(need.of(5_000, OptionalLong.of(1_000))).isZero();
        assertThat(need.of(5_000, OptionalLong.of(999))).isEqualTo(501);
        assertThat(need.of(5_000, OptionalLong.empty())).isZero();
    }

    @Test
    void bothBounds_needTheLarger() {
        DiskNeed need = new DiskNeed(new DiskSettings(1_000, 1_000, "/"));

        assertThat(need.of(1_200, OptionalLong.of(999))).isEqualTo(501);
        assertThat(need.of(2_000, OptionalLong.of(999))).isEqualTo(1_100);
    }

    @Test
    void settings_areReadByName() {
        assertThat(DiskSettings.from(new SettingsReader(Component.PROCESSOR, Map.of(), Map.of())))
                .isEqualTo(new DiskSettings(0, 1L << 30, ""));
        assertThat(DiskSettings.from(new SettingsReader(
                        Component.PROCESSOR,
                        Map.of(),
                        Map.of(
                                "TIDEMARK_STORAGE_MAX_BYTES", "20GiB",
                                "TIDEMARK_STORAGE_MIN_FREE_BYTES", "500 MiB",
                                "TIDEMARK_STORAGE_PATH", "/"))))
                .isEqualTo(new DiskSettings(20L << 30, 500L << 20, "/"));
    }

    @Test
    void path_missing_isRejected() {
        assertThatThrownBy(() -> DiskSettings.from(new SettingsReader(
                        Component.PROCESSOR, Map.of(), Map.of("TIDEMARK_STORAGE_PATH", "/there/is/no/such/folder"))))
                .hasMessage("TIDEMARK_STORAGE_PATH \"/there/is/no/such/folder\": expected an existing directory on"
                        + " PostgreSQL's disk");
    }

    @Test
    void freeSpace_ofADirectory_isThatOfItsDisk() {
        assertThat(FreeSpace.at(System.getProperty("java.io.tmpdir")).bytes().orElse(0))
                .isPositive();
        assertThat(FreeSpace.at("").bytes()).isEmpty();
        assertThat(FreeSpace.at("/there/is/no/such/folder").bytes()).isEmpty();
    }
}
