package dev.tidemark.processor.faults;

import dev.tidemark.wire.event.RequestEvent;
import dev.tidemark.wire.event.RequestParts;
import dev.tidemark.wire.sketch.LatencySketch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Counts the requests of a window independently of the topology's code. It has no limit on error types: its requests
 * have fewer than a window may name. Not thread-safe.
 */
final class Replay {
    private final long[] statusClasses = new long[5];
    private final Map<String, Long> errorsByType = new TreeMap<>();
    private final LatencySketch sketch = new LatencySketch();
    private long count;
    private long errors;
    private long streams;
    private long sumMicros;
    private long minMicros = Long.MAX_VALUE;
    private long maxMicros;
    private long requestBytes;
    private long responseBytes;
    private final Map<Integer, List<Long>> partsByOctave = new TreeMap<>();

    void add(RequestEvent event) {
        count++;
        errors += isError(event) ? 1 : 0;
        statusClasses[event.status() / 100 - 1]++;
        requestBytes += event.requestBytes() == null ? 0 : event.requestBytes();
        responseBytes += event.responseBytes() == null ? 0 : event.responseBytes();
        if (event.errorType() != null) {
            errorsByType.merge(event.errorType(), 1L, Long::sum);
        }
        if (event.stream()) {
            streams++;
            return;
        }
        long micros = event.durationMicros();
        sumMicros += micros;
        minMicros = Math.min(minMicros, micros);
        maxMicros = Math.max(maxMicros, micros);
        sketch.add(micros);
        RequestParts parts = RawRow.measured(event);
        if (parts != null) {
            int octave = Long.toBinaryString(micros).length() - (micros == 0 ? 1 : 0);
            partsByOctave.merge(octave, RawRow.sums(micros, parts), Replay::sums);
        }
    }

    static List<Long> sums(List<Long> some, List<Long> others) {
        return IntStream.range(0, some.size())
                .mapToObj(i -> some.get(i) + others.get(i))
                .toList();
    }

    private static boolean isError(RequestEvent event) {
        boolean refused = event.status() >= 400 && !(event.stream() && event.status() == 499);
        return refused || event.stream() && event.errorType() != null;
    }

    void merge(Window window) {
        Window.Values values = window.values();
        count += values.count();
        errors += values.errors();
        streams += values.streams();
        Arrays.setAll(
                statusClasses, i -> statusClasses[i] + values.statusClasses().get(i));
        sumMicros += values.sumMicros();
        minMicros = values.streams() == values.count() ? minMicros : Math.min(minMicros, values.minMicros());
        maxMicros = Math.max(maxMicros, values.maxMicros());
        requestBytes += values.requestBytes();
        responseBytes += values.responseBytes();
        values.errorsByType().forEach((type, n) -> errorsByType.merge(type, n, Long::sum));
        sketch.mergeBytes(window.sketch());
        values.partsByOctave().forEach((octave, sums) -> partsByOctave.merge(octave, sums, Replay::sums));
    }

    Window window() {
        return new Window(
                new Window.Values(
                        count,
                        errors,
                        streams,
                        Arrays.stream(statusClasses).boxed().toList(),
                        sumMicros,
                        streams == count ? 0 : minMicros,
                        maxMicros,
                        requestBytes,
                        responseBytes,
                        errorsByType,
                        partsByOctave.values().stream().reduce(Replay::sums).orElse(List.of()),
                        partsByOctave),
                sketch.toBytes());
    }
}
