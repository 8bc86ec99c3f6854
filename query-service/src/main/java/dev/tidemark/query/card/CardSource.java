package dev.tidemark.query.card;

import dev.tidemark.query.range.RangeQuery;
import io.micronaut.core.order.Ordered;

/**
 * What a feature contributes to the landing page. Each bean of this type is asked for every page, all of them at the same
 * time; so its answer is quick, and kept for a moment where it costs anything. {@link #getOrder()} is its place among the
 * cards, the lowest first.
 */
public interface CardSource extends Ordered {
    /** The element of the card: {@code card-} and a name. */
    String id();

    /** The card's heading. */
    String title();

    /**
     * The card now.
     *
     * @throws dev.tidemark.query.store.DatabaseException if what it shows cannot be read; the page then shows a card that
     *     says so
     */
    Card card(Request request);

    /**
     * What a page asks for.
     *
     * @param range the span of the page
     * @param period the span in words: {@code 1h}
     * @param stale whether the pipeline is behind, so that what comes from it is old
     */
    record Request(RangeQuery range, String period, boolean stale) {}
}
