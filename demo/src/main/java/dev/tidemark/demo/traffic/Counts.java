package dev.tidemark.demo.traffic;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What became of the requests since the last line about them. Safe for use by many threads. */
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

    /** A time-out, or nobody there. */
    void unanswered() {
        unanswered.increment();
    }

    /** All users were still waiting for their answers. */
    void skipped() {
        skipped.increment();
    }

    /** A line about it, after which counting begins anew. */
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
