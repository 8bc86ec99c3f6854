package dev.tidemark.query.postgres;

import dev.tidemark.consumer.HeapBytes;
import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.statement.StatementSource;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.DatabaseBusyException;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.store.DatabaseLoginMissingException;
import dev.tidemark.query.store.DatabaseUnavailableException;
import dev.tidemark.query.store.Databases;
import dev.tidemark.wire.statement.StatementText;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the statements of {@code pg_stat_statements} by their text, in the form in which filters report it. Keeps digests: texts may be
 * long.
 */
@Singleton
final class StatementTexts implements StatementSource {
    private static final Logger LOG = LoggerFactory.getLogger(StatementTexts.class);
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_LIFE = Duration.ofHours(1);
    /** The server works on the texts for at most this part of the time: a 400th. */
    private static final int SHARE = 400;

    private static final String ALL = "all";
    private static final String NEW = "new";
    /** The field of the texts that are shown. */
    private static final String QUERY = "query";

    private final Database monitored;
    private final ActivityQueries activity;
    private final StatementQueries queries;
    private final AnswerCache<String, Known> cache;

    /** The texts that are kept to be shown, of the statements that took most time. */
    private static final long MOST_BYTES = 2 << 20;

    /** What was last read; stays when a reading fails. */
    private volatile Map<UUID, Long> newest = Map.of();

    private volatile Map<Long, String> shown = Map.of();

    /** @param unknown why the ids are not those of now; null if they are */
    private record Known(Map<UUID, Long> ids, @Nullable Unknown unknown, Duration life) {}

    StatementTexts(
            @Named(Databases.MONITORED) Database monitored,
            ActivityQueries activity,
            StatementQueries queries,
            AnswerCaches caches) {
        this.monitored = monitored;
        this.activity = activity;
        this.queries = queries;
        this.cache = caches.create("statement_texts", Known::life, known -> 0);
    }

    @Override
    public Found find(Set<String> texts, String field) {
        Known known = cache.get(ALL, () -> known(field));
        Map<String, Long> found = new HashMap<>();
        for (String text : texts) {
            Long id = known.ids.get(digest(text));
            if (id != null) {
                found.put(text, id);
            }
        }
        int missing = texts.size() - found.size();
        if (missing == 0) {
            return new Found(found, null);
        }
        Unknown unknown = known.unknown;
        return new Found(
                found, unknown == null ? missing(missing, field) : unknown(field, unknown.reason(), unknown.remedy()));
    }

    /** The texts of these statements, in the form in which filters report them; those that are not known are missing. */
    Map<Long, String> of(Set<Long> ids) {
        cache.get(ALL, () -> known(QUERY));
        if (!shown.keySet().containsAll(ids)) {
            // Those that are newer than the reading.
            cache.get(NEW, () -> known(QUERY));
        }
        Map<Long, String> all = shown;
        Map<Long, String> texts = new HashMap<>();
        for (Long id : ids) {
            String text = all.get(id);
            if (text != null) {
                texts.put(id, text);
            }
        }
        return texts;
    }

    private Unknown missing(int missing, String field) {
        return unknown(
                field,
                (missing == 1 ? "one of the statements is" : missing + " of the statements are")
                        + " not in pg_stat_statements of " + monitored.address()
                        + ": they ran in another database, or took too little time to be kept there",
                null);
    }

    /** Never fails: an answer is worth showing without the ids. A failure is kept like an answer, because it costs as much. */
    private Known known(String field) {
        long begin = System.nanoTime();
        Unknown unknown;
        try {
            unknown = monitored.read(() -> read(field));
        } catch (DatabaseLoginMissingException e) {
            unknown = unknown(field, e.reason(), DatabaseLoginMissingException.remedy());
        } catch (DatabaseUnavailableException | DatabaseBusyException e) {
            // Whatever time that took, the server did not work on it.
            return new Known(newest, unknown(field, String.valueOf(e.getMessage()), null), SHORTEST_LIFE);
        } catch (DatabaseException e) {
            unknown = unknown(field, String.valueOf(e.getMessage()), null);
        } catch (RuntimeException e) {
            LOG.debug("The statements of {} cannot be read", monitored.address(), e);
            unknown = unknown(field, "the statements of " + monitored.address() + " could not be read", null);
        }
        return new Known(newest, unknown, life(Duration.ofNanos(System.nanoTime() - begin)));
    }

    /** How long an answer is kept that took so long. */
    static Duration life(Duration elapsed) {
        Duration life = elapsed.multipliedBy(SHARE);
        return life.compareTo(SHORTEST_LIFE) < 0
                ? SHORTEST_LIFE
                : life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
    }

    private @Nullable Unknown read(String field) {
        Map<UUID, Long> ids = new HashMap<>();
        Texts texts = new Texts();
        Unknown unknown = queries.texts(activity.clients().role(), field, (id, raw) -> {
            String text = StatementText.of(raw);
            ids.put(digest(text), id);
            texts.add(id, text);
        });
        if (unknown == null) {
            newest = ids;
            shown = texts.byId;
        }
        return unknown;
    }

    /** The last texts that were added, of a bounded number of bytes. */
    private static final class Texts {
        private final LinkedHashMap<Long, String> byId = new LinkedHashMap<>();
        private long bytes;

        void add(long id, String text) {
            String before = byId.put(id, text);
            bytes += HeapBytes.of(text) - (before == null ? 0 : HeapBytes.of(before));
            while (bytes > MOST_BYTES) {
                bytes -= HeapBytes.of(byId.pollFirstEntry().getValue());
            }
        }
    }

    /** Wide enough that no text is taken for another. */
    private static UUID digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Unknown unknown(String field, String reason, @Nullable String remedy) {
        return new Unknown(List.of(field), reason, remedy);
    }
}
