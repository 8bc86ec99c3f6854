package dev.tidemark.ingest.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
class StandardRedactionTest {
    private static final String JWT =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

    private final Redaction redaction = Redaction.standard();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            login of jo, password=hunter2, from web        | login of jo, password=[REDACTED], from web
            Password: hunter2                              | Password: [REDACTED]
            {"user":"jo","password":"hun ter2","age":3}    | {"user":"jo","password":[REDACTED],"age":3}
            {\\"pwd\\":\\"hunter2\\"}                      | {\\"pwd\\":[REDACTED]}
            {user=jo, dbPassword=hunter2, x=1}             | {user=jo, dbPassword=[REDACTED], x=1}
            db_passwd = 'hunter 2'                         | db_passwd = [REDACTED]
            <password>hunter2</password>                   | <password>[REDACTED]</password>
            passphrase => hunter2                          | passphrase => [REDACTED]
            GET /x?token=abc123&page=2                     | GET /x?token=[REDACTED]&page=2
            client_secret=s3cr3t                           | client_secret=[REDACTED]
            X-Api-Key: 0123456789                          | X-Api-Key: [REDACTED]
            apikey:0123456789                              | apikey:[REDACTED]
            aws.secret.access.key=abc/def+ghi              | aws.secret.access.key=[REDACTED]
            Authorization: Basic am86aHVudGVyMg==          | Authorization: [REDACTED]
            Authorization: Bearer abc.def.ghi              | Authorization: [REDACTED]
            [Authorization=Bearer abcdefgh, Host=x]        | [Authorization=[REDACTED], Host=x]
            called with bearer abcdefgh12345               | called with bearer [REDACTED]
            Cookie: a=b; session=c                         | Cookie: [REDACTED]
            JSESSIONID=node01abc                           | JSESSIONID=[REDACTED]
            connect jdbc:postgresql://jo:hunter2@db:5432/x | connect jdbc:postgresql://[REDACTED]@db:5432/x
            redis://:hunter2@cache:6379                    | redis://[REDACTED]@cache:6379
            key AKIAIOSFODNN7EXAMPLE used                  | key [REDACTED] used
            ghp_abcdefghijklmnopqrstuvwxyz0123456789       | [REDACTED]
            sk_live_abcdefghijklmnopqrst                   | [REDACTED]
            mail to jo.doe+x@mail.example.org sent         | mail to [REDACTED] sent
            <jörg@example.org>                             | <[REDACTED]>
            card 4111 1111 1111 1111 12/29                 | card [REDACTED] 12/29
            card 4111-1111-1111-1111.                      | card [REDACTED].
            card 378282246310005                           | card [REDACTED]
            cards 4111111111111111 4242424242424242        | cards [REDACTED] [REDACTED]
            card 4111 1111 1111 1111 3rd attempt           | card [REDACTED] 3rd attempt
            on 2026-11-21 4111111111111111 charged         | on 2026-11-21 [REDACTED] charged
            2 4111 1111 1111 1111                          | 2 [REDACTED]
            {authorization=[Bearer abcdefgh], host=[x]}    | {authorization=[REDACTED], host=[x]}
            {Authorization=[Basic am86aHVudGVy]}           | {Authorization=[REDACTED]}
            Authorization: Token 9944b09199c62bcf          | Authorization: [REDACTED]
            Authorization: Digest username="jo", realm="x" | Authorization: [REDACTED]
            Authorization: AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c, Signature=d | Authorization: [REDACTED]
            "tokens":["abc","def"]                         | "tokens":[REDACTED]
            "credentials":{"user":"jo","key":"abc"}        | "credentials":[REDACTED]
            {"password":"hun\\"ter2","age":3}              | {"password":[REDACTED],"age":3}
            {\\"pwd\\":\\"hun\\\\\\"ter2\\",\\"age\\":3}     | {\\"pwd\\":[REDACTED],\\"age\\":3}
            password='it''s', age=3                        | password=[REDACTED], age=3
            ALTER ROLE jo PASSWORD 'hunter2'               | ALTER ROLE jo PASSWORD [REDACTED]
            DB_PASS=hunter2                                | DB_PASS=[REDACTED]
            {"user":"jo","pass":"hunter2"}                 | {"user":"jo","pass":[REDACTED]}
            name="password" value="hunter2"                | name="password" value=[REDACTED]
            {"name":"api-key","value":"abc"}               | {"name":"api-key","value":[REDACTED]}
            GET /in?next=%2Fx%3Ftoken%3Dabc                | GET /in?next=%2Fx%3Ftoken%3D[REDACTED]
            GET /x?mail=jo%40example.org&page=2            | GET /x?mail=[REDACTED]&page=2
            Cookies: a=b; session=c                        | Cookies: [REDACTED]
            amqp://jo:hun/ter2@mq:5672                     | amqp://[REDACTED]@mq:5672
            redis://jo:hun@ter2@cache:6379                 | redis://[REDACTED]@cache:6379
            """)
    void redact_secret_isRemoved(String line, String redacted) {
        assertThat(redaction.redact(line)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 42 made for 3 items in 12 ms",
                "GET /orders/{id} answered 200",
                "trace 4bf92f3577b34da6a3ce929d0e0e4736 at 2026-11-21T09:40:34.123456Z",
                "epoch 1763718034123, order 4111111111111112",
                "user@ and @home",
                "the secretary passed",
                "at dev.shop.Cart.add(Cart.java:42)",
                "http://example.org:8080/a?b=c",
                "a 24-digit number 411111111111111111111111",
                "bypass=3, compass: north, all pass",
                "Unrecognized token 'abc': was expecting JSON",
                "{\"url\":\"http://host:8080\",\"user\":\"@jo\"}",
                "GET http://host:8080/@jo/100%40",
                ""
            })
    void redact_harmlessText_isUnchanged(String line) {
        assertThat(redaction.redact(line)).isEqualTo(line);
    }

    @Test
    void redact_jwt_isRemoved() {
        assertThat(redaction.redact("with " + JWT + " in it")).isEqualTo("with [REDACTED] in it");
    }

    @Test
    void redact_encryptedJwt_isRemoved() {
        assertThat(redaction.redact("with eyJhbGciOiJkaXIi..48V1_ALb6US04U3b.5eym8TW_c8SuK0lt.rpYIzOeDQz7 in it"))
                .isEqualTo("with [REDACTED] in it");
    }

    @Test
    void redact_privateKeyOfAnotherForm_isRemoved() {
        assertThat(redaction.redact("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A"
                        + "\n\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY----- loaded"))
                .isEqualTo("[REDACTED] loaded");
        assertThat(redaction.redact("-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF0\n"
                        + "-----END PGP PRIVATE KEY BLOCK----- loaded"))
                .isEqualTo("[REDACTED] loaded");
    }

    @Test
    void redact_longQuotedValue_isRemovedCompletely() {
        assertThat(redaction.redact("{\"token\":\"" + "a\\\"'".repeat(20_000) + "\"}"))
                .isEqualTo("{\"token\":[REDACTED]}");
    }

    @Test
    void redact_privateKey_isRemovedEvenIfCutOff() {
        String begin = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n";

        assertThat(redaction.redact("key: " + begin + "-----END RSA PRIVATE KEY----- loaded"))
                .doesNotContain("MIIE")
                .endsWith(" loaded");
        assertThat(redaction.redact("read " + begin)).isEqualTo("read [REDACTED]");
    }

    @Test
    void redact_severalSecrets_removesAll() {
        assertThat(redaction.redact("a@b.cd token=x e@f.gh 4111111111111111 " + JWT))
                .isEqualTo("[REDACTED] token=[REDACTED] [REDACTED] [REDACTED] [REDACTED]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "db.password",
                "Authorization",
                "access_token",
                "apiKey",
                "X-API-Key",
                "cookie",
                "email",
                "pin",
                "db_pass"
            })
    void hides_nameOfASecret_isTrue(String name) {
        assertThat(redaction.hides(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "order_id", "shipping", "author", "passenger", "bypass", "pass_rate"})
    void hides_otherName_isFalse(String name) {
        assertThat(redaction.hides(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJ",
                "eyJa.",
                "a@",
                "@",
                "password",
                "password=",
                "token:\"",
                "4111 ",
                "4-",
                "-----BEGIN PRIVATE KEY-----",
                "://a:",
                "Bearer ",
                "sk_",
                "ghp_a",
                "a.a.",
                "cookie:",
                "\\\"",
                " ",
                "passwordpassword_",
                "AKIA",
                "%40",
                "a%40",
                "%",
                "authorization: a ",
                "authorization: a a=b,",
                "password '",
                "token:{",
                "token:[",
                "://a:/",
                "@@",
                "4 ",
                "-----BEGIN PRIVATE KEY-----a-",
                "token\",value",
                "sid:",
                "sid='",
                "session=a,",
                "password=${",
                "password=,",
                "\"name\":\"password\",",
                "\"value\":\"a\",",
                "value=",
                "<password",
                "<password>",
                "<a key=\"password\"",
                "insert(password)",
                "insert into t (password) values (",
                "password for ",
                "password is ",
                "identified by ",
                "identified '",
                "curl -u a ",
                "curl ",
                "-p ",
                "--password ",
                "docker ",
                "$2a$10$",
                "aaaaQ~",
                "%25",
                "%",
                "&",
                "&quot;",
                "\\u0070",
                "\u001b[",
                "\u0430",
                "DE89",
                "DE893704 ",
                "4111-",
                "ghp_",
                "eyJaaaaaaaaaa.",
                "secret:{",
                "secret:\n  ",
                "password: |\n  a\n",
                "password:|",
                "password: a  b",
                "\u001b]",
                "\u001b[1;",
                "insert into t (password) values ('a@b.cd',",
                "cookie=a, ",
                "authorization: digest a=\"",
                "set(\"",
                "pass: 1 "
            })
    void redact_adversarialText_takesLinearlyManySteps(String piece) {
        long small = steps(piece.repeat(8_000 / piece.length()));
        long large = steps(piece.repeat(32_000 / piece.length()));

        // Four times the text; quadratic work would be 16 times as much.
        assertThat(large).isLessThanOrEqualTo(5 * small + 20_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"password: a", "a\npassword: a", "card: 4", "token", "token:", "sid", "{\"token\":", "bearer"})
    void redact_manySpaces_takesLinearlyManySteps(String before) {
        long small = steps(before + " ".repeat(8_000) + "b");
        long large = steps(before + " ".repeat(32_000) + "b");

        assertThat(large).isLessThanOrEqualTo(5 * small + 20_000);
    }

    /** Fails for a text that needs more steps than the scan allows. */
    private static long steps(String text) {
        Scan scan = new Scan(NormalText.of(text), new KeyWords(List.of()), new TokenShapes(Map.of()));
        scan.run().apply(rule -> {});
        return scan.steps();
    }

    @Test
    void redact_textThatNeedsTooManySteps_isRefused() {
        Scan scan = new Scan(NormalText.of("a"), new KeyWords(List.of()), new TokenShapes(Map.of()));

        assertThatThrownBy(() -> scan.step(100_000)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void counts_afterRedaction_areThoseOfTheRules() {
        redaction.redact("a@b.cd token=x password=[REDACTED] token=y");
        redaction.redactField("apiKey", "x");
        redaction.redactField("apiKey", "[REDACTED]");

        assertThat(redaction.counts()).isEqualTo(Map.of("e-mail", 1L, "secret", 3L));
    }

    @Test
    void with_ownRules_removesWhatTheyName() {
        Redaction own = Redaction.with()
                .key("customer_no")
                .pattern("acme-key", "acme_[A-Za-z0-9]{6,10}")
                .build();

        assertThat(own.redact("customerNo=4711, key acme_abcDEF12 of CUSTOMER-NO: 4712, acme_x"))
                .isEqualTo("customerNo=[REDACTED], key [REDACTED] of CUSTOMER-NO: [REDACTED], acme_x");
        assertThat(own.hides("Customer.No")).isTrue();
        assertThat(own.counts()).isEqualTo(Map.of("acme-key", 1L, "own-key", 2L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(a|b)", "a{", "[a", "a**", "\\", "[a]?b", "a{2,3,4}", "x.y"})
    void with_wrongPattern_isRejected(String pattern) {
        assertThatThrownBy(() -> Redaction.with().pattern("own", pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }
}
