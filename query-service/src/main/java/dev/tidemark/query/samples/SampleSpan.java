package dev.tidemark.query.samples;

import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimelineSteps;
import java.time.Duration;
import java.time.Instant;

/**
 * A span in whole steps, which begin at multiples of their width since 1970 in UTC: steps of a day begin at midnight UTC.
 *
 * @param from the start of the first step
 * @param to the end of the last step, which may be ahead
 * @param step the width of a step, in whole seconds
 */
public record SampleSpan(Instant from, Instant to, Duration step) {

    /** The steps that every chart of this range has. */
    public static SampleSpan of(TimeRange range) {
        return of(range, TimelineSteps.of(range).width());
    }

    /**
     * Steps of a chosen width.
     *
     * @throws InvalidParameterException if there are more than {@value SampleHistories#MOST_POINTS}
     */
    public static SampleSpan of(TimeRange range, Duration step) {
        long seconds = step.toSeconds();
        SampleSpan span = new SampleSpan(
                Instant.ofEpochSecond(Math.floorDiv(range.from().getEpochSecond(), seconds) * seconds),
                Instant.ofEpochSecond(-Math.floorDiv(-range.to().getEpochSecond(), seconds) * seconds),
                step);
        if (span.steps() > SampleHistories.MOST_POINTS) {
            throw new InvalidParameterException("interval of " + seconds + " s: expected one with at most "
                    + SampleHistories.MOST_POINTS + " steps in the span, which has " + span.steps());
        }
        return span;
    }

    /** The steps from the one that contains {@code from} to the one that contains {@code to}. */
    public static SampleSpan covering(Instant from, Instant to, Duration step) {
        long seconds = step.toSeconds();
        return new SampleSpan(
                Instant.ofEpochSecond(from.getEpochSecond() / seconds * seconds),
                Instant.ofEpochSecond((to.getEpochSecond() / seconds + 1) * seconds),
                step);
    }

    /** The same steps a day or a week earlier. */
    public SampleSpan earlier(Comparison comparison) {
        return new SampleSpan(from.minus(comparison.shift()), to.minus(comparison.shift()), step);
    }

    /** The number of steps. */
    public long steps() {
        return seconds() / step.toSeconds();
    }

    long seconds() {
        return Duration.between(from, to).toSeconds();
    }
}
