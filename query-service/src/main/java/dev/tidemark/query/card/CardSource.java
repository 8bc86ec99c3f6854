package dev.tidemark.query.card;

import dev.tidemark.query.range.RangeQuery;
import io.micronaut.core.order.Ordered;
import org.jspecify.annotations.Nullable;

/**
 * A feature's card on the landing page. All beans of this type are asked at the same time for each page, so an answer must be
 * quick; an expensive one should be cached for a short time. Cards are sorted by {@link #getOrder()}, lowest first.
 */
public interface CardSource extends Ordered {
    /** The id of the card's HTML element: {@code card-} and a name. */
    String id();

    /** The card's heading. */
    String title();

    /** The key figure, {@code group.name}, whose history the card shows as a sparkline; null for none. */
    default @Nullable String figure() {
        return null;
    }

    /**
     * Returns the current card.
     *
     * @throws dev.tidemark.query.store.DatabaseException if its figures cannot be read; the page then shows an error card
     */
    Card card(Request request);

    /**
     * The request of a page.
     *
     * @param range the time span of the page
     * @param span the time span in words, such as {@code last 1h}
     * @param service only the requests to this service; null means all
     * @param stale whether the pipeline is behind, so that its data is old
     */
    record Request(RangeQuery range, String span, @Nullable String service, boolean stale) {
        /** Adds the service to the words of a figure that is only of it. */
        public String scoped(String words) {
            return service == null ? words : words + " at " + service;
        }
    }
}
