package dev.tidemark.query.redis;

import dev.tidemark.query.cache.AnswerCache;
import dev.tidemark.query.cache.AnswerCaches;
import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.lettuce.RedisRefusedException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why figures of keys are missing, by asking what the collector asks. Other instances may collect, so its own failures are not
 * known here.
 */
@Singleton
final class RedisRights {
    /** A name that nobody has. It does not count as a miss: MEMORY USAGE is no lookup, and PTTL is asked only if that is allowed. */
    private static final String NOBODY = "tidemark:no-such-key";

    private final RedisLink link;
    private final AnswerCache<String, Optional<Refusal>> cache;

    private record Refusal(String reason, @Nullable String remedy) {
        Unknown of(List<String> fields) {
            return new Unknown(fields, reason, remedy);
        }
    }

    RedisRights(RedisLink link, AnswerCaches caches) {
        this.link = link;
        this.cache = caches.create("redis_rights", Duration.ofSeconds(10));
    }

    /** Returns why keys cannot be counted; null if they can. */
    @Nullable Unknown toScan(List<String> fields) {
        return cache.get(
                        "scan",
                        () -> ask("dbsize", RedisAsyncCommands::dbsize)
                                .or(() -> ask("scan", commands -> commands.scan(ScanArgs.Builder.limit(1)))))
                .map(refusal -> refusal.of(fields))
                .orElse(null);
    }

    /** Returns why keys cannot be measured; null if they can. */
    @Nullable Unknown toMeasure(List<String> fields) {
        return cache.get(
                        "measure",
                        () -> ask("memory|usage", commands -> commands.memoryUsage(NOBODY))
                                .or(() -> ask("pttl", commands -> commands.pttl(NOBODY))))
                .map(refusal -> refusal.of(fields))
                .orElse(null);
    }

    private <T> Optional<Refusal> ask(
            String command, Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question) {
        try {
            link.ask(command, question);
            return Optional.empty();
        } catch (RedisRefusedException e) {
            return Optional.of(new Refusal(String.valueOf(e.getMessage()), e.remedy()));
        } catch (RedisAwayException e) {
            return Optional.of(new Refusal(String.valueOf(e.getMessage()), null));
        }
    }
}
