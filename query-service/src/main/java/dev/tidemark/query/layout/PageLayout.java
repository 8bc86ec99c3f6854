package dev.tidemark.query.layout;

import java.util.List;

/**
 * The template variable {@code layout}: data that the layout of every page needs.
 *
 * @param navigation the pages, in order
 * @param periods the periods to choose from
 * @param period the selected period
 * @param defaultPeriod the period if the address has none
 */
public record PageLayout(List<Link> navigation, List<String> periods, String period, String defaultPeriod) {
    /** A page in the navigation; {@code current} marks the page that is shown. */
    public record Link(String path, String title, boolean current) {}
}
