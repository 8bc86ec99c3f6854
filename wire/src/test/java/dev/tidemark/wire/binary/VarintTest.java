package dev.tidemark.wire.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintTest {
    private static final class Reader extends BinaryReader<IllegalArgumentException> {
        Reader(byte[] bytes) {
            super(bytes);
        }

        @Override
        protected IllegalArgumentException cutOff() {
            return new IllegalArgumentException("cut off");
        }

        @Override
        protected IllegalArgumentException tooLong(String what) {
            return new IllegalArgumentException(what + " too long");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "16383, ff7f",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f",
        "-9223372036854775808, 80808080808080808001",
        "-1, ffffffffffffffffff01",
    })
    void varint_isWrittenInItsShortestForm_andReadBack(long value, String hex) {
        BinaryWriter out = new BinaryWriter(0);

        out.putVarint(value);

        assertThat(out.toBytes()).asHexString().isEqualToIgnoringCase(hex);
        assertThat(out.length()).isEqualTo(hex.length() / 2);
        Reader in = new Reader(out.toBytes());
        assertThat(in.varint("n")).isEqualTo(value);
        assertThat(in.left()).isZero();
    }

    @Test
    void varints_ofAnyLength_areReadInOrder() {
        long[] values =
                new Random(1).longs(10_000).map(value -> value >>> (value & 63)).toArray();
        BinaryWriter out = new BinaryWriter();
        for (long value : values) {
            out.putVarint(value);
        }

        Reader in = new Reader(out.toBytes());
        for (long value : values) {
            assertThat(in.varint("n")).isEqualTo(value);
        }
        assertThat(in.left()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', cut off",
        "80, cut off",
        "ffffffffffffffffff, cut off",
        "ffffffffffffffffff02, n too long",
        "80808080808080808080, n too long",
        "8080808080808080808001, n too long",
    })
    void varint_malformed_isRejectedWithTheReason(String hex, String message) {
        Reader in = new Reader(HexFormat.of().parseHex(hex));

        assertThatThrownBy(() -> in.varint("n")).hasMessage(message);
    }

    @Test
    void take_beyondTheEnd_isCutOffAndMovesNothing() {
        Reader in = new Reader(new byte[3]);

        assertThat(in.take(2)).isZero();
        assertThatThrownBy(() -> in.take(2)).hasMessage("cut off");
        assertThat(in.left()).isEqualTo(1);
    }
}
