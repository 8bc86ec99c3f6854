package dev.tidemark.query.keyfigure;

import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.samples.SampleHistories;
import dev.tidemark.query.samples.SampleHistory;
import dev.tidemark.query.samples.SampleQuery;
import dev.tidemark.query.samples.SampleReading;
import dev.tidemark.query.samples.SampleReadings;
import dev.tidemark.query.samples.SampleSeries;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads key figures from stored samples. */
@Singleton
public final class SampledFigures {
    /** An older reading is not the current value. */
    static final Duration FRESH = Duration.ofMinutes(2);

    private static final int MOST = 1_000;

    private final SampleHistories histories;
    private final SampleReadings readings;

    SampledFigures(SampleHistories histories, SampleReadings readings) {
        this.histories = histories;
        this.readings = readings;
    }

    /** Returns what {@code query} names, by name; each has a value, if only an unknown one. */
    public Map<String, SampledFigure> read(SampleQuery query, TimeRange range) {
        SampleHistory history = histories.of(query, range);
        Map<String, SampledFigure> figures = new HashMap<>();
        boolean live = !range.to().isBefore(range.now());
        Instant fresh = live ? range.now().minus(FRESH) : Instant.MIN;
        query.names().forEach(name -> figures.put(name, new SampledFigure(history.span(), fresh)));
        for (SampleSeries series : history.series()) {
            SampledFigure figure = figures.get(series.name());
            if (figure != null) {
                series.points().forEach(figure::add);
            }
        }
        if (live) {
            for (SampleReading reading : newest(query)) {
                SampledFigure figure = figures.get(reading.name());
                if (figure != null) {
                    figure.newest(reading.value());
                }
            }
        }
        return figures;
    }

    private List<SampleReading> newest(SampleQuery query) {
        String host = query.host();
        return readings.newest(query.type(), query.names(), FRESH, MOST).stream()
                .filter(reading ->
                        reading.labels().entrySet().containsAll(query.labels().entrySet()))
                .filter(reading -> host == null || host.equals(reading.host()))
                .toList();
    }
}
