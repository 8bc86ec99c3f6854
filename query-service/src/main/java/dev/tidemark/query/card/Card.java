package dev.tidemark.query.card;

import dev.tidemark.query.figures.Unknown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One card of the landing page, ready to be drawn. What cannot be known, or is old, is never {@link State#OK}.
 *
 * @param id its element
 * @param state its colour
 * @param word the state in words
 * @param headline the one figure
 * @param label what the figure is
 * @param gauge how full it is, in percent; null if that means nothing
 * @param groups the other figures
 * @param unknown the figures that cannot be read, why, and the remedy
 */
public record Card(
        String id,
        String title,
        State state,
        String word,
        String headline,
        String label,
        @Nullable Double gauge,
        List<Group> groups,
        List<Unknown> unknown) {

    /** A card with no gauge that says its state in the usual word. */
    public static Card of(CardSource source, State state, String headline, String label, List<Group> groups) {
        return new Card(source.id(), source.title(), state, state.word(), headline, label, null, groups, List.of());
    }

    /** A card that only says that nothing is known. */
    public static Card unknown(CardSource source, State state, String why) {
        return of(source, state, Wording.NONE, why, List.of());
    }

    /** The same card, which tells what cannot be read. */
    public Card unknown(List<Unknown> figures) {
        return new Card(id, title, state, word, headline, label, gauge, groups, figures);
    }

    /** The same card, which says its state in {@code word}. */
    public Card says(String text) {
        return new Card(id, title, state, text, headline, label, gauge, groups, unknown);
    }

    /** The same card with a gauge, in percent. */
    public Card gauge(double percent) {
        return new Card(id, title, state, word, headline, label, percent, groups, unknown);
    }

    /** Figures that belong together, under a title that may be empty. */
    public record Group(String title, List<Fact> facts) {}

    /**
     * One figure.
     *
     * @param state what is wrong with it: empty for nothing, or {@code degraded}
     * @param gauge how full it is, in percent; null if that means nothing
     */
    public record Fact(
            String name,
            String value,
            String state,
            @Nullable Double gauge) {
        public static Fact of(String name, String value) {
            return new Fact(name, value, "", null);
        }

        /** A figure with a gauge, flagged from {@code limit} percent on. */
        public static Fact full(String name, String value, double percent, double limit) {
            return new Fact(name, value, flag(percent >= limit), percent);
        }

        public static Fact flagged(String name, String value, boolean wrong) {
            return new Fact(name, value, flag(wrong), null);
        }

        private static String flag(boolean wrong) {
            return wrong ? State.DEGRADED.toString() : "";
        }
    }
}
