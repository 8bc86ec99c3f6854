package dev.tidemark.query.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One card of the landing page, ready to be drawn.
 *
 * @param id its element
 * @param state {@code ok}, {@code watch}, {@code degraded}, {@code down}, {@code stale} or {@code none}: its colour
 * @param word the state in words, because a colour alone says nothing to some
 * @param headline the one figure
 * @param label what the figure is
 * @param gauge how full it is, in percent; null if that means nothing
 * @param groups the other figures
 */
public record Card(
        String id,
        String title,
        String state,
        String word,
        String headline,
        String label,
        @Nullable Double gauge,
        List<Group> groups) {

    /** Figures that belong together, under a title that may be empty. */
    public record Group(String title, List<Fact> facts) {}

    /**
     * One figure.
     *
     * @param state empty, or what is wrong with it: {@code degraded}
     * @param gauge how full it is, in percent; null if that means nothing
     */
    public record Fact(
            String name,
            String value,
            String state,
            @Nullable Double gauge) {
        static Fact of(String name, String value) {
            return new Fact(name, value, "", null);
        }

        static Fact full(String name, String value, double percent) {
            return new Fact(name, value, percent >= 95 ? "degraded" : "", percent);
        }

        static Fact flagged(String name, String value, boolean wrong) {
            return new Fact(name, value, wrong ? "degraded" : "", null);
        }
    }
}
