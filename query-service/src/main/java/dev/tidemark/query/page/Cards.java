package dev.tidemark.query.page;

import dev.tidemark.query.card.Card;
import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.card.State;
import dev.tidemark.query.parallel.ParallelQuery;
import dev.tidemark.query.parallel.ParallelQuery.Kind;
import dev.tidemark.query.parallel.ParallelQuery.Part;
import io.micronaut.core.order.OrderUtil;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Asks every {@link CardSource}. */
@Singleton
final class Cards {
    private final List<CardSource> sources;

    Cards(List<CardSource> sources) {
        this.sources = sources.stream().sorted(OrderUtil.COMPARATOR).toList();
    }

    /** Asks all sources as parts of {@code query}. */
    List<Part<Card>> ask(ParallelQuery query, CardSource.Request request) {
        List<Part<Card>> parts = new ArrayList<>();
        for (CardSource source : sources) {
            parts.add(query.ask("The card " + source.title(), () -> source.card(request)));
        }
        return parts;
    }

    /** Returns the cards in order; a card without an answer shows the reason. */
    List<Card> of(List<Part<Card>> parts) {
        List<Card> cards = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            CardSource source = sources.get(i);
            cards.add(parts.get(i)
                    .or(failure -> Card.unknown(
                            source,
                            failure.kind() == Kind.AWAY ? State.DOWN : State.UNKNOWN,
                            switch (failure.kind()) {
                                case AWAY -> "PostgreSQL is unreachable";
                                case BUSY -> "PostgreSQL is busy";
                                case LATE -> "no answer in time";
                                case FAULT -> "cannot be read";
                            })));
        }
        return cards;
    }
}
