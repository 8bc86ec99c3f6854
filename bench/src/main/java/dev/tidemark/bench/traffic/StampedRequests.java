package dev.tidemark.bench.traffic;

import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Requests in JSON that were encoded before, of which only the time is written anew: a load that costs little of the machine that it
 * is a load for. They come again and again. Not thread-safe.
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

    /** Sets the time of all that come next, in microseconds since the epoch. */
    public void turnTo(long timestampMicros) {
        time = Timestamps.format(timestampMicros).getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] next() {
        byte[] value = values[next++ % KEPT].clone();
        System.arraycopy(time, 0, value, TIME_AT, time.length);
        return value;
    }
}
