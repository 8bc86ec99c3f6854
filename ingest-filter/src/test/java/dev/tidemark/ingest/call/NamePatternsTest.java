package dev.tidemark.ingest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("java17")
class NamePatternsTest {
    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
                    product:42 -> product:*
                    session:9f8e7d6c5b4a39281706f5e4d3c2b1a0 -> session:*
                    user:42:cart -> user:*:cart
                    spring:session:sessions:550e8400-e29b-41d4-a716-446655440000 -> spring:session:sessions:*
                    spring:session:sessions:deadbeef-cafe-babe-dead-beefcafebabe -> spring:session:sessions:*
                    login:ann.smith@example.com -> login:*
                    login:ann%40example.com -> login:*
                    token:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc -> token:*
                    token:aGVsbG8gd29ybGQhCg== -> token:*==
                    rate-limit:203.0.113.7 -> rate-limit:*
                    order-42-items -> order-*-items
                    cart_42 -> cart_*
                    product42 -> product*
                    {user42}:cart -> {user*}:cart
                    cache:v2:priceList -> cache:v2:priceList
                    report/2026-11-28/daily -> report/*/daily
                    phone:+491701234567 -> phone:*
                    customer:Jürgen -> customer:*
                    01HZXK3VQ8M5N7P9R2T4W6Y8AB -> *
                    lock -> lock
                    u:42 -> u:*
                    jwt:abcdefab -> jwt:*
                    bigmap:Qx9dLk2mZp -> bigmap:*
                    """)
    void ofKeys_keepsWordsAndSeparators(String key, String pattern) {
        assertThat(NamePatterns.ofKeys().of(key)).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", textBlock = """
                    /orders/42 -> /orders/{id}
                    /orders/42/items/7 -> /orders/{id}/items/{id}
                    /orders/{orderId}/items -> /orders/{orderId}/items
                    /stock/SKU-00042 -> /stock/{id}
                    /users/ann@example.com/cart -> /users/{id}/cart
                    /v1/price-list -> /v1/price-list
                    / -> /
                    """)
    void ofPaths_keepsSegmentsThatAreWords(String path, String pattern) {
        assertThat(NamePatterns.ofPaths().of(path)).isEqualTo(pattern);
    }

    @Test
    void of_manyWordsInOnePlace_replacesThem() {
        NamePatterns patterns = NamePatterns.ofKeys();
        String names = "ann bob carl dora emil fritz gina hans ida jan kurt lea mia nils otto paul rosa";

        for (String name : names.split(" ")) {
            patterns.of("user:" + name + ":cart");
        }

        assertThat(patterns.of("user:ann:cart")).isEqualTo("user:*:cart");
        assertThat(patterns.of("user:sue:cart")).isEqualTo("user:*:cart");
        assertThat(patterns.of("config:main")).isEqualTo("config:main");
    }

    @Test
    void of_placesUsedUp_keepsFirstWords() {
        NamePatterns patterns = NamePatterns.ofKeys();
        useUp(patterns, 8);

        assertThat(patterns.of("product:42")).isEqualTo("product:*");
    }

    @Test
    void of_wordsThatAreReplaced_givePlacesBack() {
        NamePatterns patterns = NamePatterns.ofKeys();
        useUp(patterns, 8);
        assertThat(patterns.of("product:new:cart")).isEqualTo("product:*:*");

        for (int prefix = 0; prefix < 8; prefix++) {
            // One more than there may be.
            patterns.of("prefix" + (char) ('a' + prefix) + ":more:cart");
        }

        assertThat(patterns.of("product:new:cart")).isEqualTo("product:new:cart");
        assertThat(patterns.of("prefixa:worda:wordb")).isEqualTo("prefixa:*:wordb");
    }

    private static void useUp(NamePatterns patterns, int prefixes) {
        for (int prefix = 0; prefix < prefixes; prefix++) {
            for (int first = 0; first < NamePatterns.NEXT_WORDS; first++) {
                for (int second = 0; second < NamePatterns.NEXT_WORDS; second++) {
                    patterns.of("prefix" + (char) ('a' + prefix) + ":word" + (char) ('a' + first) + ":word"
                            + (char) ('a' + second));
                }
            }
        }
    }

    @Test
    void of_aMillionRandomKeys_areFewPatterns() {
        NamePatterns patterns = NamePatterns.ofKeys();
        Random random = new Random(42);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000_000; i++) {
            StringBuilder key = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int c = 0; c < length; c++) {
                key.append("abcdefghijklmnopqrstuvwxyz0123456789:-".charAt(random.nextInt(38)));
            }
            seen.add(patterns.of(key));
        }

        assertThat(seen).hasSizeLessThan(5_000);
        assertThat(patterns.of("zzgqwertb" + UUID.randomUUID())).isEqualTo("*");
    }

    @Test
    void of_longKeysAndDeepOnes_areCut() {
        NamePatterns patterns = NamePatterns.ofKeys();

        assertThat(patterns.of("a:".repeat(50_000))).isEqualTo("a:a:a:a:a:a:a:a:*");
        assertThat(patterns.of("product:" + "x".repeat(100_000))).isEqualTo("product:*");
    }
}
