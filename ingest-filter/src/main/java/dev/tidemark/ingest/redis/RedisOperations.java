package dev.tidemark.ingest.redis;

import dev.tidemark.ingest.Tidemark;
import dev.tidemark.ingest.call.NamePatterns;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.ingest.settings.Settings;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The operations of a client: the commands with the patterns of their keys. Thread-safe. */
final class RedisOperations {
    /** A client has at most so many; each further one is its command with {@code (other)}. */
    static final int MOST = 500;

    private static final String BLOCKING = " (blocking)";

    private final ConnectedTarget target;
    private final NamePatterns patterns = NamePatterns.ofKeys();
    private final ConcurrentMap<Name, Operation> known = new ConcurrentHashMap<>();
    private volatile @Nullable Configured configured;

    RedisOperations(ConnectedTarget target) {
        this.target = target;
    }

    Operation of(Command command) {
        ByteBuffer key = command.key();
        Name name = new Name(command.name(), key == null ? "" : pattern(EncodedKeys.text(key)), command.blocks());
        Operation operation = known.get(name);
        return operation == null ? added(name) : operation;
    }

    private String pattern(String key) {
        String own = prefixes().of(key);
        return own == null ? patterns.of(key) : own;
    }

    private KeyPrefixes prefixes() {
        Settings now = Tidemark.current().settings();
        Configured last = configured;
        if (last == null || last.settings() != now) {
            last = new Configured(now, new KeyPrefixes(now.redisPrefixes()));
            configured = last;
        }
        return last.prefixes();
    }

    private Operation added(Name name) {
        Operation operation = Operation.of(CallKind.REDIS, target.name(), name.text());
        if (known.size() < MOST) {
            known.put(name, operation);
            return operation;
        }
        Name other = new Name(name.command(), CallSummary.OTHER, name.blocks());
        Operation instead = known.get(other);
        if (instead == null) {
            instead = Operation.of(CallKind.REDIS, target.name(), other.text());
            // Of the commands of Redis, there are not many.
            if (known.size() < 2 * MOST) {
                known.put(other, instead);
            }
        }
        return instead;
    }

    private record Name(String command, String pattern, boolean blocks) {
        String text() {
            return (pattern.isEmpty() ? command : command + " " + pattern) + (blocks ? BLOCKING : "");
        }
    }

    private record Configured(Settings settings, KeyPrefixes prefixes) {}
}
