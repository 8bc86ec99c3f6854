package dev.tidemark.demo.traffic;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of requests since the last log line. Thread-safe. */
final class Counts {

    private final LongAdder[] byClass = {
        new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder()
    };
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    void answered(int status, long tookNanos) {
        byClass[Math.clamp(status / 100, 1, 5)].increment();
        nanos.add(tookNanos);
        longest.accumulate(tookNanos);
    }

    /** Counts a timeout or a failed connection. */
    void unanswered() {
        unanswered.increment();
    }

    /** Counts a request that was not sent because all users were waiting for answers. */
    void skipped() {
        skipped.increment();
    }

    /** Returns a log line and resets the counts. */
    String takeLine() {
        long answered = 0;
        var line = new StringBuilder();
        for (int i = 2; i < byClass.length; i++) {
            long count = byClass[i].sumThenReset();
            answered += count;
            line.append(i).append("xx ").append(count).append(", ");
        }
        long mean = nanos.sumThenReset() / Math.max(1, answered);
        return "%d answers: %sunanswered %d, skipped %d, mean %.1f ms, longest %.1f ms"
                .formatted(
                        answered,
                        line,
                        unanswered.sumThenReset(),
                        skipped.sumThenReset(),
                        mean / 1e6,
                        longest.getThenReset() / 1e6);
    }
}
