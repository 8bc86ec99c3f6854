package dev.tidemark.query.collector;

import dev.tidemark.query.counters.StatementCounters.StatementRise;
import dev.tidemark.query.explain.ExplainableText;
import dev.tidemark.query.statement.StatementName;
import dev.tidemark.wire.event.MetricType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Publishes how many blocks a call of a statement reads, with the name of its text, by which calls that filters report are the same statement.
 * Remembers names, so the texts are read once. Not thread-safe.
 */
final class StatementNames {
    /** The statements that are remembered. */
    private static final int MOST = 500;

    private static final String METRIC = "statement_blocks_per_call";

    private final MonitoredQueries queries;
    private final LabelBudget budget = new LabelBudget();
    private final Map<Long, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > MOST;
        }
    };

    StatementNames(MonitoredQueries queries) {
        this.queries = queries;
    }

    /** @param rises at most {@value StatementTask#PUBLISHED} */
    void publish(Samples samples, List<StatementRise> rises) {
        learn(rises);
        for (StatementRise rise : rises) {
            String name = known.get(rise.id());
            if (name != null) {
                Map<String, String> labels = Map.of("queryid", Long.toString(rise.id()), "statement", name);
                if (budget.admits(labels)) {
                    samples.add(MetricType.POSTGRES, METRIC, (double) rise.blocks() / rise.calls(), labels);
                }
            }
        }
    }

    private void learn(List<StatementRise> rises) {
        Set<Long> strange = new HashSet<>();
        rises.forEach(rise -> {
            if (known.get(rise.id()) == null) {
                strange.add(rise.id());
            }
        });
        if (!strange.isEmpty()) {
            queries.texts(strange, ExplainableText.LONGEST, METRIC)
                    .byId()
                    .forEach((id, text) -> known.put(id, StatementName.of(text)));
        }
    }
}
