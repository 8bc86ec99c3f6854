package dev.tidemark.query.keyfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.samples.SampleSeries.Point;
import dev.tidemark.query.samples.SampleSpan;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SampledFigureTest {
    private static final Instant FROM = Instant.parse("2026-11-21T09:00:00Z");
    private static final KeyFigure.Name NAME = new KeyFigure.Name("keys_total", "keys", "");

    private final SampleSpan span = new SampleSpan(FROM, FROM.plusSeconds(300), Duration.ofSeconds(30));

    private static Point point(long step, double mean, double max, long count) {
        return new Point(FROM.plusSeconds(30 * step), mean, max, count);
    }

    @Test
    void figure_weighsStepsByTheirReadings_andTakesTheLargestReading() {
        SampledFigure figure = new SampledFigure(span, Instant.MIN);
        figure.add(point(0, 10, 12, 3));
        figure.add(point(1, 20, 21, 1));

        KeyFigure row = figure.figure("redis", NAME);

        assertThat(row.average()).isEqualTo(12.5);
        assertThat(row.max()).isEqualTo(21.0);
        assertThat(row.current()).isEqualTo(20.0);
        assertThat(row.state()).isEqualTo("none");
    }

    @Test
    void figure_withoutAReadingForAWhile_isUnknownNow_andNotZero() {
        SampledFigure figure = new SampledFigure(span, FROM.plusSeconds(200));
        figure.add(point(0, 10, 12, 3));

        KeyFigure row = figure.figure("redis", NAME);

        assertThat(row.current()).isNull();
        assertThat(row.state()).isEqualTo("unknown");
        assertThat(row.average()).isEqualTo(10.0);
    }

    @Test
    void figure_thatIsReadEverySecondStep_standsBetweenItsReadings_butNotForLonger() {
        SampledFigure figure = new SampledFigure(span, Instant.MIN);
        figure.add(point(0, 1, 1, 1));
        figure.add(point(2, 3, 3, 1));

        assertThat(figure.figure("redis", NAME).points())
                .containsExactly(1.0, 1.0, 3.0, 3.0, 3.0, 3.0, 3.0, null, null, null);
    }

    @Test
    void figure_ofSeveralSeries_isTheLargestOfAStep() {
        SampledFigure figure = new SampledFigure(span, Instant.MIN);
        figure.add(point(0, 10, 12, 3));
        figure.add(point(0, 40, 41, 3));
        figure.newest(44);
        figure.newest(7);

        assertThat(figure.figure("redis", NAME).points().getFirst()).isEqualTo(40.0);
        assertThat(figure.figure("redis", NAME).current()).isEqualTo(44.0);
        assertThat(figure.figure("redis", NAME).max()).isEqualTo(44.0);
    }

    @Test
    void perMinute_ofIncreases_addsUpThoseOfAStep() {
        SampledFigure figure = new SampledFigure(span, Instant.MIN);
        figure.add(point(0, 2, 5, 3));
        figure.add(point(1, 0, 0, 3));

        KeyFigure row = figure.perMinute("redis", NAME);

        assertThat(row.max()).isEqualTo(12.0);
        assertThat(row.average()).isEqualTo(6.0);
        assertThat(row.current()).isZero();
    }
}
