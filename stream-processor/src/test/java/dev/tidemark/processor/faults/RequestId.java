package dev.tidemark.processor.faults;

import java.util.HexFormat;

/**
 * Who a request is: it travels as the span id, which is stored as the same number.
 *
 * @param instance the producer, from 1 on
 * @param sequence its requests, from 0 on
 */
record RequestId(int instance, long sequence) {
    private static final int SEQUENCE_BITS = 40;

    static RequestId of(long number) {
        return new RequestId((int) (number >>> SEQUENCE_BITS), number & ((1L << SEQUENCE_BITS) - 1));
    }

    long number() {
        return (long) instance << SEQUENCE_BITS | sequence;
    }

    String spanId() {
        return HexFormat.of().toHexDigits(number());
    }

    @Override
    public String toString() {
        return "instance " + instance + " sequence " + sequence;
    }
}
