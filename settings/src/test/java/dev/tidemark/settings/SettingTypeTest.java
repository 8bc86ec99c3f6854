package dev.tidemark.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class SettingTypeTest {

    @Test
    void duration_hasAUnit() {
        SettingType<Duration> type = SettingType.duration("0ms", "36500d");

        Map.of(
                        "500ms", Duration.ofMillis(500),
                        "10 s", Duration.ofSeconds(10),
                        "5m", Duration.ofMinutes(5),
                        "24h", Duration.ofHours(24),
                        "7d", Duration.ofDays(7))
                .forEach((text, value) -> assertThat(parse(type, text)).isEqualTo(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "1.5s", "-1s", "soon", "", "5 minutes", "99ms", "2h", "999999999d"})
    void duration_malformedOrOutOfBounds_isRejected(String text) {
        rejects(SettingType.duration("100ms", "1h"), text);
        rejects(SettingType.durationOrZero("100ms", "1h"), text);
    }

    @Test
    void durationOrZero_acceptsZero() {
        SettingType<Duration> type = SettingType.durationOrZero("100ms", "1h");

        assertThat(parse(type, "0s")).isZero();
        assertThat(parse(type, "0ms")).isZero();
        assertThat(parse(type, "100ms")).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void size_mayHaveAUnit() {
        SettingType<Long> type = SettingType.size("0", "8388607TiB");

        Map.of("0", 0L, "42", 42L, "7B", 7L, "3KiB", 3072L, "500 MiB", 500L << 20, "1GiB", 1L << 30, "2Ti", 2L << 40)
                .forEach((text, value) -> assertThat(parse(type, text)).isEqualTo(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5GiB", "20GB", "8MB", "much", "999999999999999TiB", "1023", "2MiB"})
    void size_malformedOrOutOfBounds_isRejected(String text) {
        rejects(SettingType.size("1KiB", "1MiB"), text);
    }

    @Test
    void sizeOrZero_mayBeZeroBelowItsLeastValue() {
        SettingType<Long> type = SettingType.sizeOrZero("1GiB", "2GiB");

        assertThat(parse(type, "0")).isZero();
        assertThat(parse(type, "0KiB")).isZero();
        assertThat(parse(type, "1GiB")).isEqualTo(1L << 30);
        rejects(type, "1023MiB");
        rejects(type, "3GiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "6", "3.0", "1e3", "many", "99999999999", ""})
    void wholeNumber_malformedOrOutOfBounds_isRejected(String text) {
        rejects(SettingType.wholeNumber(1, 5), text);
    }

    @Test
    void wholeNumber_atItsBounds_isAccepted() {
        assertThat(parse(SettingType.wholeNumber(1, 5), "1")).isEqualTo(1);
        assertThat(parse(SettingType.wholeNumber(1, 5), "5")).isEqualTo(5);
    }

    @Test
    void flagAndChoice_ignoreCase() {
        assertThat(parse(SettingType.flag(), "TRUE")).isTrue();
        assertThat(parse(SettingType.flag(), "false")).isFalse();
        rejects(SettingType.flag(), "yes");
        assertThat(parse(SettingType.choice("json", "batch"), "Batch")).isEqualTo("batch");
        rejects(SettingType.choice("json", "batch"), "avro");
        assertThat(SettingType.choice("json", "batch").form()).isEqualTo("json or batch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka:9092", "a:1, b:65535", "[::1]:9092", "127.0.0.1:1"})
    void servers_withPorts_areAccepted(String text) {
        assertThat(parse(SettingType.servers(), text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka:9092,", "http://kafka:9092/", "kafka:0", "kafka:65536", "a b:1", ""})
    void servers_malformed_areRejected(String text) {
        rejects(SettingType.servers(), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/shop",
                "jdbc:postgresql://db:5432/shop?ssl=true&password=a%20b",
                "jdbc:postgresql://a:1,b:65535/shop?targetServerType=primary",
                "jdbc:postgresql://[::1]:5432/shop",
                "jdbc:postgresql://db",
                "jdbc:postgresql:shop",
                "jdbc:postgresql:///shop"
            })
    void jdbcUrl_thatTheDriverParses_isAccepted(String text) {
        assertThat(parse(JdbcUrl.type(), text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/shop",
                "jdbc:postgresql://db:99999/shop?password=x",
                "jdbc:postgresql://db:0/shop",
                "jdbc:postgresql://db:port/shop",
                "jdbc:postgresql://app:x@db/shop",
                "jdbc:postgresql://db/shop?password=%zz",
                "jdbc:postgresql://db/shop?password=a b",
                "postgresql://db/shop",
                ""
            })
    void jdbcUrl_thatTheDriverDoesNotParse_isRejected(String text) {
        rejects(JdbcUrl.type(), text);
    }

    @Test
    void list_splitsAtCommas() {
        SettingType<List<String>> type = SettingType.list("paths", "/.+");

        assertThat(parse(type, "/a , /b")).containsExactly("/a", "/b");
        assertThat(parse(type, "none")).isEmpty();
        rejects(type, "health");
        rejects(type, "/");
        rejects(type, "/a,");
    }

    @Test
    void address_hasASchemeAndAHost() {
        SettingType<URI> type = SettingType.address("an address", "redis", "rediss");

        assertThat(parse(type, "rediss://cache:6379")).isEqualTo(URI.create("rediss://cache:6379"));
        for (String wrong : List.of("127.0.0.1:6379", "http://127.0.0.1", "redis://", "redis://a b")) {
            rejects(type, wrong);
        }
    }

    @Test
    void name_isShortAndPrintable() {
        assertThat(parse(SettingType.name(), "shop-1")).isEqualTo("shop-1");
        rejects(SettingType.name(), "a\u0007b");
        rejects(SettingType.name(), "");
        rejects(SettingType.name(), "x".repeat(256));
    }

    private static <T> T parse(SettingType<T> type, String text) {
        return type.parser().apply(text);
    }

    private static void rejects(SettingType<?> type, String text) {
        assertThatThrownBy(() -> type.parser().apply(text)).as(text).isInstanceOf(IllegalArgumentException.class);
    }
}
