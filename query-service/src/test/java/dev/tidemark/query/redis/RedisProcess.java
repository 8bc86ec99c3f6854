package dev.tidemark.query.redis;

import static org.awaitility.Awaitility.await;

import dev.tidemark.embedded.process.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Redis server with arguments of its own. */
final class RedisProcess implements AutoCloseable {
    private final Process process;

    /** @param port that it listens on as its arguments say */
    RedisProcess(String executable, int port, String... arguments) {
        List<String> command = new ArrayList<>(List.of(executable));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(executable).atMost(Duration.ofMinutes(3)).until(() -> FreePorts.hasListener(port));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
