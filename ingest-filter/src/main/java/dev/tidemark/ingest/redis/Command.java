package dev.tidemark.ingest.redis;

import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.RedisCommand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command is: its name, and its first key. Nothing else of its arguments is read: a script or a value may hold anything.
 *
 * @param key the first key as it is sent; null if there is none
 * @param blocks whether Redis answers only when there is something to answer
 */
record Command(String name, @Nullable ByteBuffer key, boolean blocks, KeyReads reads) {
    private static final Set<String> BLOCKING = Set.of(
            "BLPOP", "BRPOP", "BRPOPLPUSH", "BLMOVE", "BLMPOP", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "WAITAOF");
    // These block if they are asked to.
    private static final Set<String> READS_OF_STREAMS = Set.of("XREAD", "XREADGROUP");
    private static final String BLOCK = "BLOCK";
    private static final String STREAMS = "STREAMS";

    private static final Set<String> READS_BY_VALUE =
            Set.of("GET", "GETEX", "GETDEL", "MGET", "HGET", "HMGET", "HGETEX", "HGETDEL", "JSON.GET", "JSON.MGET");
    private static final Set<String> READS_BY_COUNT = Set.of("EXISTS", "HEXISTS");

    static Command of(RedisCommand<?, ?, ?> command) {
        String name = new String(command.getType().getBytes(), StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
        CommandArgs<?, ?> args = command.getArgs();
        return new Command(
                name, args == null ? null : args.getFirstEncodedKey(), blocks(name, args), reads(name, args));
    }

    private static boolean blocks(String name, @Nullable CommandArgs<?, ?> args) {
        if (args == null || !READS_OF_STREAMS.contains(name)) {
            return BLOCKING.contains(name);
        }
        for (String argument : args.toCommandString().split(" ")) {
            if (argument.equals(BLOCK) || argument.equals(STREAMS)) {
                return argument.equals(BLOCK);
            }
        }
        return false;
    }

    private static KeyReads reads(String name, @Nullable CommandArgs<?, ?> args) {
        if (READS_BY_VALUE.contains(name)) {
            return KeyReads.BY_VALUE;
        }
        if (args == null || !READS_BY_COUNT.contains(name)) {
            return KeyReads.NONE;
        }
        // Of a hash, one field.
        return new KeyReads(KeyReads.How.COUNT, name.equals("EXISTS") ? args.count() : 1);
    }
}
