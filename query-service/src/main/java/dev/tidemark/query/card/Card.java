package dev.tidemark.query.card;

import dev.tidemark.query.figures.Unknown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a card of the landing page. A card with unknown or old figures is never {@link State#OK}.
 *
 * @param id the id of its HTML element
 * @param state determines its colour
 * @param word the state in words
 * @param headline the main figure
 * @param label describes the main figure
 * @param gauge the value of its gauge in percent; null for no gauge
 * @param groups the other figures
 * @param unknown the figures that cannot be read, with the reason and the remedy
 * @param figure the key figure, {@code group.name}, whose history is its sparkline; null for none
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
        List<Unknown> unknown,
        @Nullable String figure) {

    /** Makes a card without a gauge that uses the default word of its state. */
    public static Card of(CardSource source, State state, String headline, String label, List<Group> groups) {
        return new Card(
                source.id(),
                source.title(),
                state,
                state.word(),
                headline,
                label,
                null,
                groups,
                List.of(),
                source.figure());
    }

    /** Makes a card without figures. */
    public static Card unknown(CardSource source, State state, String label) {
        return of(source, state, Wording.NONE, label, List.of());
    }

    /** Returns this card with a list of the figures that cannot be read. */
    public Card unknown(List<Unknown> figures) {
        return new Card(id, title, state, word, headline, label, gauge, groups, figures, figure);
    }

    /** Returns this card with another word for its state. */
    public Card says(String text) {
        return new Card(id, title, state, text, headline, label, gauge, groups, unknown, figure);
    }

    /** Whether its details are shown without being asked for: they say what is wrong, or why something is unknown. */
    public boolean isOpen() {
        return !unknown.isEmpty()
                || groups.stream()
                        .flatMap(group -> group.facts().stream())
                        .anyMatch(fact -> !fact.state().isEmpty());
    }

    /** Returns this card with a gauge, in percent. */
    public Card gauge(double percent) {
        return new Card(id, title, state, word, headline, label, percent, groups, unknown, figure);
    }

    /** A group of figures; the title can be empty. */
    public record Group(String title, List<Fact> facts) {}

    /**
     * One figure.
     *
     * @param state {@code degraded} if the figure shows a problem, otherwise empty
     * @param gauge the value of its gauge in percent; null for no gauge
     */
    public record Fact(
            String name,
            String value,
            String state,
            @Nullable Double gauge) {
        public static Fact of(String name, String value) {
            return new Fact(name, value, "", null);
        }

        /** Makes a figure with a gauge, which is flagged if {@code percent} is at least {@code limit}. */
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
