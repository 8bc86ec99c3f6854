package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.SlowTimes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Tells the diagnosis when endpoints were slow before the span that it judges. */
@Singleton
final class SlowIncidents implements SlowTimes {
    private final IncidentQueries queries;

    SlowIncidents(IncidentQueries queries) {
        this.queries = queries;
    }

    @Override
    public List<SlowTime> since(Instant from, Instant to) {
        return queries.slow(from, to);
    }
}
