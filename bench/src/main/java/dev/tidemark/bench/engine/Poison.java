package dev.tidemark.bench.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.wire.codec.Codec;
import java.util.Arrays;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The kinds of bad records that the topology must refuse. */
enum Poison {
    RANDOM_BYTES {
        @Override
        byte[] spoil(byte[] value, Random random) {
            byte[] noise = new byte[value.length];
            random.nextBytes(noise);
            return noise;
        }
    },
    CUT_OFF {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return Arrays.copyOf(value, random.nextInt(value.length));
        }
    },
    NULL {
        @Override
        byte @Nullable [] spoil(byte[] value, Random random) {
            return null;
        }
    },
    UNKNOWN_ENCODING {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return value;
        }

        @Override
        void mark(ProducerRecord<byte[], byte[]> record) {
            record.headers().add(Codec.CONTENT_TYPE_HEADER, "application/vnd.tidemark.v99".getBytes(UTF_8));
        }
    },
    NOT_A_NUMBER {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return with(value, "duration_us", "NaN");
        }
    },
    NEGATIVE {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return with(value, "duration_us", "-" + (1 + random.nextInt(1_000_000)));
        }
    },
    HUGE {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return with(value, "duration_us", Long.toString(Long.MAX_VALUE));
        }
    },
    UNKNOWN_STATUS {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return with(value, "status", Integer.toString(600 + random.nextInt(1_000)));
        }
    },
    FROM_THE_FUTURE {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return with(value, "ts", "\"2100-01-01T00:00:00.000000Z\"");
        }
    },
    TOO_LATE {
        @Override
        byte[] spoil(byte[] value, Random random) {
            return with(value, "ts", "\"2020-01-01T00:00:00.000000Z\"");
        }
    };

    private static final Poison[] ALL = values();

    /** Makes a good record's value bad. */
    abstract byte @Nullable [] spoil(byte[] value, Random random);

    /** Adds headers to the record. */
    void mark(ProducerRecord<byte[], byte[]> record) {}

    /** Makes the n-th bad record from {@code value}; all kinds take turns. */
    static ProducerRecord<byte[], byte[]> record(long n, byte[] value, Random random) {
        Poison poison = ALL[(int) (n % ALL.length)];
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("", poison.spoil(value, random));
        poison.mark(record);
        return record;
    }

    private static byte[] with(byte[] value, String field, String json) {
        return new String(value, UTF_8)
                .replaceFirst("\"" + field + "\":(\"[^\"]*\"|[^,}]*)", "\"" + field + "\":" + json)
                .getBytes(UTF_8);
    }
}
