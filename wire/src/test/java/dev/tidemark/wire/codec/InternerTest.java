package dev.tidemark.wire.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
final class InternerTest {
    private final Interner strings = new Interner();

    @Test
    void of_theSameBytesAgain_isTheSameString() {
        String first = of("/orders/{id}");

        assertThat(first).isEqualTo("/orders/{id}");
        assertThat(of("/orders/{id}")).isSameAs(first);
    }

    @Test
    void of_partOfTheBytes_isThatPart() {
        byte[] bytes = "GET /orders".getBytes(US_ASCII);

        assertThat(strings.of(bytes, 0, 3)).isEqualTo("GET");
        assertThat(strings.of(bytes, 4, 11)).isEqualTo("/orders");
        assertThat(strings.of(bytes, 4, 4)).isEmpty();
    }

    @Test
    void of_moreStringsThanSlots_areAllCorrect() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10 * Interner.PLACES; i++) {
                assertThat(of("/" + i)).isEqualTo("/" + i);
            }
        }
    }

    @Test
    void of_stringsWithTheSameHash_areAllCorrect() {
        // "Aa" and "BB" have the same hash, and so have all sequences of four of them.
        for (int i = 0; i < 256; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 8; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }

            assertThat(of(text.toString())).isEqualTo(text.toString());
        }
    }

    @Test
    void of_stringTooLongToKeep_isNewEachTime() {
        String longest = "x".repeat(Interner.MAX_BYTES);

        assertThat(of(longest)).isSameAs(of(longest)).isEqualTo(longest);
        assertThat(of(longest + "y")).isNotSameAs(of(longest + "y")).isEqualTo(longest + "y");
    }

    private String of(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return strings.of(bytes, 0, bytes.length);
    }
}
