package dev.tidemark.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.wire.http.AllowedHosts.Refusal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class AllowedHostsTest {
    private static final AllowedHosts HOSTS =
            AllowedHosts.of("listen.example", " shop.example , only.example:8443,web.example:443,");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LocalHost.",
                "localhost:",
                "127.0.0.1:8080",
                "10.1.2.3",
                "127.0.0.1.",
                "255.255.255.255",
                "[::1]",
                "[::1]:8083",
                "[::ffff:192.0.2.1]:80",
                "listen.example:1",
                "shop.example",
                "SHOP.example.:9",
                "only.example:8443",
                "web.example",
                "web.example:443"
            })
    void request_toAnAllowedHost_isAnswered(String host) {
        assertThat(HOSTS.refusal("/", List.of(host), false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "evil-localhost",
                "127.0.0.1.evil.example",
                "256.0.0.1",
                "1.2.3",
                "2130706433",
                "0x7f.1",
                "shop.example.evil.example",
                "only.example",
                "only.example:80",
                "web.example:80",
                "xn--localhost-9za"
            })
    void request_toAnotherHost_isMisdirected(String host) {
        Refusal refusal = Objects.requireNonNull(HOSTS.refusal("/", List.of(host), false));

        assertThat(refusal.status()).isEqualTo(421);
        assertThat(refusal.detail())
                .startsWith("Host \"" + host + "\": this server does not answer under that name;")
                .contains("TIDEMARK_ALLOWED_HOSTS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":8080",
                "localhost:x",
                "localhost:65536",
                "localhost:123456",
                "localhost:-1",
                "local host",
                "localhost,evil.example",
                "user@localhost",
                "localhost/path",
                "[::1",
                "::1",
                "[]",
                "[fe80::1%25eth0]",
                "[localhost]",
                "localhost..",
                ".localhost",
                "localhost\u0000",
                "löcalhost"
            })
    void request_malformedHost_isABadRequest(String host) {
        Refusal refusal = Objects.requireNonNull(HOSTS.refusal("/", List.of(host), false));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.detail())
                .isEqualTo("Host \"" + host + "\": expected a host name or an IP address, with or without a port");
    }

    @Test
    void request_withTooFewOrTooManyHosts_isABadRequest() {
        assertThat(HOSTS.refusal("/", List.of(), false))
                .isEqualTo(new Refusal(400, "Bad Request", "no Host header: expected one"));
        assertThat(HOSTS.refusal("/", List.of(), true)).isNull();
        assertThat(HOSTS.refusal("/", List.of("localhost", "localhost"), true))
                .isEqualTo(new Refusal(400, "Bad Request", "2 Host headers: expected one"));
    }

    @ParameterizedTest
    @CsvSource({
        "/, 0",
        "*, 0",
        "http://localhost/health, 0",
        "HTTPS://shop.example?x=/, 0",
        "http://evil.example/health, 421",
        "http://evil.example, 421",
        "ws://evil.example#x, 421",
        "evil.example:80, 421",
        "http://user@localhost/, 400",
        "http:///health, 400",
        "health, 421"
    })
    void request_absoluteTarget_isChecked(String target, int status) {
        Refusal refusal = HOSTS.refusal(target, List.of("localhost"), false);

        assertThat(refusal == null ? 0 : refusal.status()).isEqualTo(status);
    }

    @Test
    void star_allowsEveryHostThatIsWellFormed() {
        AllowedHosts all = AllowedHosts.of("0.0.0.0", "shop.example, *");

        assertThat(all.refusal("/", List.of("evil.example"), false)).isNull();
        assertThat(all.refusal("http://evil.example/", List.of("other.example"), false))
                .isNull();
        assertThat(all.refusal("/", List.of("evil example"), false)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://shop.example", "shop example", "*.example", "shop.example:http", "::1"})
    void entry_malformed_isRejected(String entry) {
        assertThatThrownBy(() -> AllowedHosts.of("127.0.0.1", "shop.example," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(entry);
    }
}
