package dev.tidemark.bench.traffic;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Pre-encoded JSON requests in which only the time is updated, so that generating load costs little. They repeat endlessly. Not
 * thread-safe.
 */
public final class StampedRequests {
    private static final int KEPT = 4096;
    private static final int TIME_AT = "{\"ts\":\"".length();

    private final byte[][] values;
    private byte[] time = new byte[0];
    private int next;

    public StampedRequests(Requests requests) {
        values = IntStream.range(0, KEPT)
                .mapToObj(micros -> Codecs.REQUEST_JSON.encode(requests.next(micros)))
                .toArray(byte[][]::new);
    }

    /** Sets the time of the following requests, in microseconds since the epoch. */
    public void turnTo(long timestampMicros) {
        time = Timestamps.format(timestampMicros).getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] next() {
        byte[] value = values[next++ % KEPT].clone();
        System.arraycopy(time, 0, value, TIME_AT, time.length);
        return value;
    }
}
