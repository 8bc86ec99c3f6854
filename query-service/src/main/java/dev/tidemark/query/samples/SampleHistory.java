package dev.tidemark.query.samples;

import dev.tidemark.consumer.HeapBytes;
import java.util.List;

/**
 * The series that were asked for, over a span.
 *
 * @param everySeconds of how many seconds one reading was used; 0 if all were
 * @param truncated whether there are more series than were read; those that were seen last come first
 * @param series sorted by name, service, instance and labels; those without a point are left out
 */
public record SampleHistory(SampleSpan span, long everySeconds, boolean truncated, List<SampleSeries> series) {
    private static final int BYTES_OF_POINT = HeapBytes.object(28) + HeapBytes.object(12) + 4;
    private static final int BYTES_OF_SERIES = HeapBytes.object(20) + HeapBytes.array(0) + HeapBytes.object(4);

    public SampleHistory {
        series = List.copyOf(series);
    }

    /** Its memory, about. */
    public long heapBytes() {
        long bytes = 0;
        for (SampleSeries one : series) {
            bytes += BYTES_OF_SERIES
                    + HeapBytes.of(one.service())
                    + HeapBytes.of(one.instance())
                    + HeapBytes.of(one.name())
                    + HeapBytes.of(one.labels())
                    + (long) BYTES_OF_POINT * one.points().size();
        }
        return bytes;
    }
}
