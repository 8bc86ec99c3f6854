package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.RecordedTimes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Tells the diagnosis what was recorded of times before the span that it judges. */
@Singleton
final class RecordedIncidents implements RecordedTimes {
    private final IncidentQueries queries;

    RecordedIncidents(IncidentQueries queries) {
        this.queries = queries;
    }

    @Override
    public List<RecordedTime> unusual(Instant from, Instant to, Instant after) {
        return queries.times(null, from, to, after);
    }

    @Override
    public List<RecordedTime> slow(Instant from, Instant to) {
        return queries.times("slow", from, to, from);
    }

    @Override
    public List<RecordedTime> silent(Instant from, Instant to) {
        return queries.times("silent", from, to, to);
    }
}
