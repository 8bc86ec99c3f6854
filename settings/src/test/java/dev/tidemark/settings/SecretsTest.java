package dev.tidemark.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://app:s3cret@cache:6379",
                "rediss://:s3cret@cache:6379/0",
                "rediss//app:s3cret@cache:6379",
                "redis://app:x/s3cret@y@cache:6379",
                "jdbc:postgresql://db/shop?user=app&password=s3cret&ssl=true",
                "jdbc:postgresql://db/shop?PASSWORD=s3cret",
                "jdbc:postgresql://app:s3cret@db/shop",
                "jdbc:postgresql://db/shop?sslkey=k&sslpassword=s3cret",
                "No suitable driver found for jdbc:postgresql://db:99999/shop?password=s3cret",
                "two: redis://a:s3cret@b\\nand (redis://c:s3cret@d)",
            })
    void redact_hidesPasswords(String text) {
        assertThat(Secrets.redact(text)).doesNotContain("s3cret").contains("***");
        assertThat(Secrets.redactValue(text)).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db:5432/shop?ssl=true&ApplicationName=a | jdbc:postgresql://db:5432/shop?ssl=true&ApplicationName=a",
                "Connection to db:5432 refused | Connection to db:5432 refused",
                "redis://app:x@cache:6379 is away | ***@cache:6379 is away",
                "jdbc:postgresql://db/shop?password=x&ssl=true | jdbc:postgresql://db/shop?password=***&ssl=true",
            })
    void redact_keepsTheRest(String text, String redacted) {
        assertThat(Secrets.redact(text)).isEqualTo(redacted);
    }

    @Test
    void redactValue_passwordWithSpaces_isHidden() {
        assertThat(Secrets.redactValue("redis://app:s3 cret@cache")).isEqualTo("***@cache");
    }

    @Test
    void redact_longText_takesLinearTime() {
        String text = "x".repeat(1 << 20);

        Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(Secrets.redact(text)).isEqualTo(text));
    }
}
