package dev.tidemark.query.collector;

import dev.tidemark.query.counters.StatementCounters;
import dev.tidemark.query.counters.StatementCounters.StatementRise;
import dev.tidemark.query.explain.StatementKind;
import dev.tidemark.query.figures.Rounding;
import dev.tidemark.wire.event.MetricType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Publishes statements by what they do. Remembers that of each statement, so the texts are read once. Not thread-safe. */
final class StatementKinds {
    /** The statements that are remembered. */
    private static final int MOST = 4_000;

    private static final StatementRise NONE = new StatementRise(0, 0, 0, 0);

    private final MonitoredQueries queries;
    private final Map<Long, StatementKind> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, StatementKind> eldest) {
            return size() > MOST;
        }
    };

    StatementKinds(MonitoredQueries queries) {
        this.queries = queries;
    }

    /** @param rises at most {@value StatementCounters#MOST} */
    void publish(Samples samples, List<StatementRise> rises, double seconds) {
        if (!learn(rises)) {
            return;
        }
        Map<StatementKind, StatementRise> sums = new EnumMap<>(StatementKind.class);
        double millis = 0;
        for (StatementRise rise : rises) {
            // A statement that was evicted since the reading has no text any more.
            sums.merge(known.getOrDefault(rise.id(), StatementKind.OTHER), rise, StatementKinds::sum);
            millis += rise.millis();
        }
        for (StatementKind kind : StatementKind.values()) {
            StatementRise sum = sums.getOrDefault(kind, NONE);
            Map<String, String> labels = Map.of("kind", kind.label());
            // One that did not run has a 0: without it, the mean of its readings would be taken for that of all.
            samples.add(MetricType.POSTGRES, "statement_kind_calls_per_second", sum.calls() / seconds, labels);
            if (sum.calls() > 0) {
                samples.add(MetricType.POSTGRES, "statement_kind_mean_ms", sum.millis() / sum.calls(), labels);
            }
            if (millis > 0) {
                samples.add(
                        MetricType.POSTGRES,
                        "statement_kind_time_percent",
                        Rounding.share(sum.millis(), millis),
                        labels);
            }
        }
    }

    private static StatementRise sum(StatementRise a, StatementRise b) {
        return new StatementRise(0, a.calls() + b.calls(), a.millis() + b.millis(), a.rows() + b.rows());
    }

    /** Returns whether the texts could be read. */
    private boolean learn(List<StatementRise> rises) {
        Set<Long> strange = new HashSet<>();
        rises.forEach(rise -> {
            if (known.get(rise.id()) == null) {
                strange.add(rise.id());
            }
        });
        if (strange.isEmpty()) {
            return true;
        }
        MonitoredQueries.Texts texts = queries.texts(strange, StatementKind.ENOUGH, "statement_kind_calls_per_second");
        texts.byId().forEach((id, text) -> known.put(id, StatementKind.of(text)));
        return texts.unknown() == null;
    }
}
