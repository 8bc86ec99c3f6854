package dev.tidemark.query.diagnosis.detect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an endpoint from before the windows that are judged. Windows are of a minute, oldest first.
 *
 * @param recent the last hours
 * @param yesterday the same hour of yesterday
 * @param lastWeek the same hour of a week ago
 */
public record History(List<Window> recent, List<Window> yesterday, List<Window> lastWeek) {
    public History {
        recent = List.copyOf(recent);
        yesterday = List.copyOf(yesterday);
        lastWeek = List.copyOf(lastWeek);
    }

    /** The baselines of which there is enough. */
    List<Baseline> baselines() {
        List<Baseline> baselines = new ArrayList<>();
        add(baselines, Baseline.of(recent, Baseline.Source.RECENT));
        baselines.addAll(earlier());
        return baselines;
    }

    /** Those of the same hour of earlier days. */
    List<Baseline> earlier() {
        List<Baseline> baselines = new ArrayList<>();
        add(baselines, Baseline.of(yesterday, Baseline.Source.YESTERDAY));
        add(baselines, Baseline.of(lastWeek, Baseline.Source.LAST_WEEK));
        return baselines;
    }

    private static void add(List<Baseline> baselines, @Nullable Baseline baseline) {
        if (baseline != null) {
            baselines.add(baseline);
        }
    }
}
