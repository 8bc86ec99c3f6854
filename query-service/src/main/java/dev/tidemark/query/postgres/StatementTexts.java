package dev.tidemark.query.postgres;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.statement.StatementSource;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseLoginMissingException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.statement.StatementText;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Knows the statements of {@code pg_stat_statements} by their text, in the form in which filters report it. Keeps digests: texts may be
 * long.
 */
@Singleton
final class StatementTexts implements StatementSource {
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final Database monitored;
    private final ActivityQueries activity;
    private final StatementQueries queries;
    private final AnswerCache<String, Known> cache;

    private record Known(Map<UUID, Long> ids, @Nullable Unknown unknown) {}

    StatementTexts(
            @Named(Databases.MONITORED) Database monitored,
            ActivityQueries activity,
            StatementQueries queries,
            AnswerCaches caches) {
        this.monitored = monitored;
        this.activity = activity;
        this.queries = queries;
        this.cache = caches.create("statement_texts", LIFE);
    }

    @Override
    public Found find(Set<String> texts, String field) {
        Known known;
        try {
            known = cache.get(field, () -> monitored.read(() -> read(field)));
        } catch (DatabaseLoginMissingException e) {
            return new Found(Map.of(), unknown(field, e.reason(), DatabaseLoginMissingException.remedy()));
        } catch (DatabaseException e) {
            return new Found(Map.of(), unknown(field, String.valueOf(e.getMessage()), null));
        }
        if (known.unknown != null) {
            return new Found(Map.of(), known.unknown);
        }
        Map<String, Long> found = new HashMap<>();
        for (String text : texts) {
            Long id = known.ids.get(digest(text));
            if (id != null) {
                found.put(text, id);
            }
        }
        int missing = texts.size() - found.size();
        return new Found(found, missing == 0 ? null : missing(missing, field));
    }

    private Unknown missing(int missing, String field) {
        return unknown(
                field,
                (missing == 1 ? "one of the statements is" : missing + " of the statements are")
                        + " not in pg_stat_statements of " + monitored.address()
                        + ": they ran in another database, or took too little time to be kept there",
                null);
    }

    private Known read(String field) {
        Map<UUID, Long> ids = new HashMap<>();
        Unknown unknown = queries.texts(
                activity.clients().role(), field, (id, text) -> ids.put(digest(StatementText.of(text)), id));
        return new Known(ids, unknown);
    }

    /** Wide enough that no text is taken for another. */
    private static UUID digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Unknown unknown(String field, String reason, @Nullable String remedy) {
        return new Unknown(List.of(field), reason, remedy);
    }
}
