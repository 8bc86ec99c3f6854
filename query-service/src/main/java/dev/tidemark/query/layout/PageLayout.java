package dev.tidemark.query.layout;

import java.util.List;

/**
 * What the layout of a page needs, as the template variable {@code layout}.
 *
 * @param navigation the pages, in order
 * @param periods the periods on offer
 * @param period the chosen one
 * @param defaultPeriod the one of an address that names none
 */
public record PageLayout(List<Link> navigation, List<String> periods, String period, String defaultPeriod) {
    /** A page in the navigation; {@code current} marks the page that is shown. */
    public record Link(String path, String title, boolean current) {}
}
