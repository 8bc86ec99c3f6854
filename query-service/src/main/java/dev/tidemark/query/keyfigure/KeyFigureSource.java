package dev.tidemark.query.keyfigure;

import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import io.micronaut.core.order.Ordered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A feature's rows of the table of key figures. All beans of this type are asked at the same time. */
public interface KeyFigureSource extends Ordered {
    /** The monitored part. */
    String group();

    /** The names of its rows, which are shown even if nothing of them can be read. */
    List<KeyFigure.Name> names();

    /**
     * Returns the rows, one for each of the {@link #names()}.
     *
     * @throws dev.tidemark.query.store.DatabaseException if they cannot be read
     */
    KeyFigures.Part figures(Question question);

    /**
     * What is asked for.
     *
     * @param range the span
     * @param shift of the earlier span; null for the span itself
     * @param service only the requests to this service; null means all
     * @param stale whether the pipeline is behind, so that its data is old
     */
    record Question(
            RangeQuery range,
            @Nullable Comparison shift,
            @Nullable String service,
            boolean stale) {

        /** Whether {@code of}, the resolved span, ends now, so that the present values belong to it. */
        public boolean isLive(TimeRange of) {
            return shift == null && !of.to().isBefore(of.now());
        }
    }
}
