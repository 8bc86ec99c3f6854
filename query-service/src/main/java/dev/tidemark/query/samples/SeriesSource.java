package dev.tidemark.query.samples;

import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.store.DatabaseException;
import java.util.List;

/** Series that are made of something else than stored samples, such as windows of requests. Being a bean is enough. */
public interface SeriesSource {
    /** The {@code metric_type} of its series. */
    String type();

    /** Their {@code metric_name}s. */
    List<String> names();

    /**
     * Reads its series that {@code query} wants, in the steps of {@code span}, which are those of {@code range}. Not cached.
     *
     * @throws dev.tidemark.query.parameter.InvalidParameterException if it cannot answer in such narrow steps, or by such labels
     * @throws DatabaseException if they cannot be read in time
     */
    SampleHistory of(SampleQuery query, TimeRange range, SampleSpan span);
}
