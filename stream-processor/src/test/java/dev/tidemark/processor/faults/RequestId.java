package dev.tidemark.processor.faults;

import java.util.HexFormat;

/**
 * The identity of a request. It is sent as the span id, which is stored as the same number.
 *
 * @param instance the producer, from 1
 * @param sequence the number of the producer's request, from 0
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
