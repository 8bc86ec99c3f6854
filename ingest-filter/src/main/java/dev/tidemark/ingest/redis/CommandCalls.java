package dev.tidemark.ingest.redis;

import dev.tidemark.ingest.call.Call;
import dev.tidemark.ingest.trace.TraceContext;
import dev.tidemark.wire.event.CallKind;
import io.lettuce.core.event.command.CommandBaseEvent;
import io.lettuce.core.event.command.CommandFailedEvent;
import io.lettuce.core.event.command.CommandListener;
import io.lettuce.core.event.command.CommandStartedEvent;
import io.lettuce.core.event.command.CommandSucceededEvent;
import io.lettuce.core.protocol.DecoratedCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.TransactionalCommand;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Measures each command from the thread that sends it until its answer has arrived. lettuce tells of the end only after whatever the
 * application does with the answer on lettuce's thread, so the command's output tells of it first.
 */
final class CommandCalls implements CommandListener {
    private static final String KEY = "dev.tidemark.command";

    private final ConnectedTarget target = new ConnectedTarget();
    private final RedisOperations operations = new RedisOperations(target);

    ConnectedTarget target() {
        return target;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        try {
            begin(event);
        } catch (RuntimeException | LinkageError e) {
            // The application's command goes on without being measured.
        }
    }

    private void begin(CommandStartedEvent event) {
        RedisCommand<Object, Object, Object> command = event.getCommand();
        Command known = Command.of(command);
        TraceContext trace = TraceContext.current();
        // The time that a consumer waits for work is neither Redis's nor a part of a request.
        Call call = Call.begin(CallKind.REDIS, known.blocks() ? null : trace);
        if (!call.isMeasured()) {
            return;
        }
        boolean queued = command instanceof TransactionalCommand;
        CommandCall begun = new CommandCall(call, operations.of(known), known.reads(), queued ? null : trace, queued);
        event.getContext().put(KEY, begun);
        MeasuredOutput.wrap(command, begun);
        CompletableFuture<?> future = queued ? null : future(command);
        if (future != null) {
            // Cancelled, by a timeout for example: lettuce tells nobody until the answer arrives, if ever.
            future.whenComplete((answer, failure) -> {
                if (failure != null) {
                    begun.end(true);
                }
            });
        }
    }

    private static @Nullable CompletableFuture<?> future(RedisCommand<?, ?, ?> command) {
        RedisCommand<?, ?, ?> inner = command;
        while (!(inner instanceof CompletableFuture<?>) && inner instanceof DecoratedCommand<?, ?, ?> decorated) {
            inner = decorated.getDelegate();
        }
        return inner instanceof CompletableFuture<?> future ? future : null;
    }

    /** The application's continuations have run. */
    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        finish(event, false);
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        finish(event, true);
    }

    private static void finish(CommandBaseEvent event, boolean failed) {
        if (event.getContext().get(KEY) instanceof CommandCall begun) {
            begun.end(failed);
            begun.leave();
        }
    }
}
