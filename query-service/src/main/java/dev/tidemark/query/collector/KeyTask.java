package dev.tidemark.query.collector;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.lettuce.OwnLookups;
import dev.tidemark.query.lettuce.RedisAwayException;
import dev.tidemark.query.lettuce.RedisLink;
import dev.tidemark.query.lettuce.RedisRefusedException;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Scans a bounded number of keys, and publishes keys, memory and times to live by prefix. It works in small steps, and pauses 199 times as
 * long after each, so that Redis spends at most a 200th of its time on it. The next pass goes on where this one ended.
 */
final class KeyTask implements Task {
    /** The keys that Redis looks at in one step. */
    static final int STEP = 100;
    /** The keys of a step that are measured. */
    static final int MEASURED = 5;

    private static final long PAUSES = 199;
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final CollectorSettings settings;
    private final RedisLink link;
    private final OwnLookups own;
    private final BooleanSupplier goesOn;
    private final LabelBudget budget = new LabelBudget();
    private ScanCursor cursor = ScanCursor.INITIAL;

    /** @param goesOn whether to go on: false when this instance is no longer elected */
    KeyTask(CollectorSettings settings, RedisLink link, OwnLookups own, BooleanSupplier goesOn) {
        this.settings = settings;
        this.link = link;
        this.own = own;
        this.goesOn = goesOn;
    }

    @Override
    public String name() {
        return "keys";
    }

    @Override
    public Duration interval() {
        return settings.keys();
    }

    private record Measured(long ttl, @Nullable Long bytes) {}

    @Override
    public List<Unknown> run(Samples samples) throws RedisAwayException, RedisRefusedException {
        long all = link.ask("dbsize", RedisAsyncCommands::dbsize);
        KeyGroups groups = new KeyGroups(all);
        // A few keys at the end of a cycle are no sample of all: a pass that began elsewhere goes on from the start.
        boolean last = cursor == ScanCursor.INITIAL;
        long enough = last ? settings.keysPerPass() : Math.min(settings.keysPerPass(), all);
        List<Unknown> unknown = new ArrayList<>();
        while (groups.scanned() < enough && goesOn.getAsBoolean()) {
            long begin = System.nanoTime();
            KeyScanCursor<String> step =
                    link.ask("scan", commands -> commands.scan(cursor, ScanArgs.Builder.limit(STEP)));
            pause(begin);
            groups.add(step.getKeys());
            // Before the measuring: when that fails, the next pass begins behind these keys.
            cursor = step.isFinished() ? ScanCursor.INITIAL : step;
            if (unknown.isEmpty()) {
                measure(groups, step.getKeys(), unknown);
            }
            if (step.isFinished()) {
                if (last) {
                    break;
                }
                last = true;
            }
        }
        if (all <= settings.keysPerPass()) {
            cursor = ScanCursor.INITIAL;
        }
        if (goesOn.getAsBoolean()) {
            groups.publish(samples, budget);
        }
        return unknown;
    }

    /** Keys can be counted even if they may not be measured. */
    private void measure(KeyGroups groups, List<String> keys, List<Unknown> unknown) throws RedisAwayException {
        try {
            measure(groups, keys);
        } catch (RedisRefusedException e) {
            unknown.add(new Unknown(
                    List.of("memory_used_mb", "keys_with_ttl_percent", "biggest_key_mb"),
                    String.valueOf(e.getMessage()),
                    e.remedy()));
        }
    }

    /** Measures some keys of a step, other ones in each pass: Redis returns them in the same order again. */
    private void measure(KeyGroups groups, List<String> keys) throws RedisAwayException, RedisRefusedException {
        List<String> sample = groups.leastMeasured(keys, MEASURED);
        if (sample.isEmpty()) {
            return;
        }
        long begin = System.nanoTime();
        List<Long> ttls = link.ask("pttl", commands -> all(sample, commands::pttl));
        ttls.forEach(ttl -> {
            // -2: there is no such key
            if (ttl == -2) {
                own.miss();
            } else {
                own.hit();
            }
        });
        // By default, Redis estimates a collection by five of its elements; more would take longer for large ones.
        List<@Nullable Long> bytes = link.ask("memory|usage", commands -> all(sample, commands::memoryUsage));
        pause(begin);
        for (int i = 0; i < sample.size(); i++) {
            Long size = bytes.get(i);
            if (size != null && ttls.get(i) != -2) {
                groups.measured(sample.get(i), size, ttls.get(i) >= 0);
            }
        }
    }

    private interface Command<T> {
        CompletionStage<T> of(String key);
    }

    private static <T> CompletableFuture<List<T>> all(List<String> keys, Command<T> command) {
        List<CompletableFuture<T>> answers =
                keys.stream().map(key -> command.of(key).toCompletableFuture()).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(unused -> {
                    List<T> values = new ArrayList<>();
                    answers.forEach(answer -> values.add(answer.join()));
                    return values;
                });
    }

    private static void pause(long begin) {
        LockSupport.parkNanos(Math.max(SHORTEST_NANOS, (System.nanoTime() - begin) * PAUSES));
    }

    @Override
    public boolean pauses() {
        return true;
    }

    @Override
    public long refusedLabels() {
        return budget.refused();
    }

    @Override
    public void reset() {
        cursor = ScanCursor.INITIAL;
    }
}
