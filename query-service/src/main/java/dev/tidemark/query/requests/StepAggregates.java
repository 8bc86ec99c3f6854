package dev.tidemark.query.requests;

import dev.tidemark.query.endpoint.EndpointChoice;
import dev.tidemark.query.range.TierSegments;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimelineSteps;
import dev.tidemark.query.requests.RollupQueries.Window;
import dev.tidemark.query.requests.WindowBlock.Grouping;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Adds up the requests of each step of a timeline. To be called in a transaction of the store. */
@Singleton
final class StepAggregates {
    private final WindowVersions versions;
    private final WindowMerges merges;

    StepAggregates(WindowVersions versions, WindowMerges merges) {
        this.versions = versions;
        this.merges = merges;
    }

    /** The requests of {@code choice} by the number of the step; steps without windows are missing. */
    Map<Long, LatencyAggregate> read(TimeRange range, TimelineSteps steps, EndpointChoice choice) {
        Map<Long, LatencyAggregate> aggregates = new HashMap<>();
        Duration fresh = steps.areBrief() ? WindowVersions.LATENESS : TierSegments.SETTLED;
        Grouping parts = new Grouping.ByTime(steps.width().toSeconds());
        List<WindowBlock> blocks =
                new WindowBlocks(versions, choice, range.now(), fresh).ofParts(steps.segment(), steps.width());
        try (Stream<Window> windows = merges.read(blocks, parts, choice)) {
            windows.forEach(window -> aggregates
                    .computeIfAbsent(parts.keyOf(window), start -> new LatencyAggregate())
                    .add(window));
        }
        // The first block may begin before the first step.
        aggregates.keySet().removeIf(step -> step < steps.first() || step > steps.last());
        return aggregates;
    }
}
