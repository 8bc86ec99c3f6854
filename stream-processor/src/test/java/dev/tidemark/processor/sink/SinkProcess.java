package dev.tidemark.processor.sink;

import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.processor.Main;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** A sink in a child JVM that a test can kill. */
final class SinkProcess {
    private SinkProcess() {}

    /** @param instance its {@code group.instance.id}; empty for none */
    static Process start(SinkFixture fixture, String group, String instance) throws IOException {
        return start(fixture, group, instance, "");
    }

    /** @param setting an additional setting, as {@code name=value}; empty for none */
    static Process start(SinkFixture fixture, String group, String instance, String setting) throws IOException {
        PostgresSettings postgres = fixture.database.settings();
        List<String> options = new ArrayList<>(JavaCommand.BRIEF);
        options.add("-Xmx256m");
        List<String> command = new ArrayList<>(JavaCommand.of(SinkProcess.class, Main.class, options));
        command.addAll(List.of(
                fixture.broker.servers(), postgres.url(), fixture.suffix, group + fixture.suffix, instance, setting));
        return new ProcessBuilder(command).inheritIO().start();
    }

    public static void main(String[] args) throws InterruptedException {
        SinkSettings settings = SinkFixture.settings(
                args[4].isEmpty()
                        ? Map.of("bootstrap.servers", args[0])
                        : Map.of("bootstrap.servers", args[0], "group.instance.id", args[4]),
                PostgresSettings.of(args[1], "tidemark", "tidemark"),
                args[3],
                "tidemark.sink.batch.interval=5ms\n" + args[5]);
        Sink sink = new Sink(
                settings, SinkFixture.pipes(settings, args[2]), Clock.systemUTC(), new OffsetTable(), new Slow());
        sink.start();
        new CountDownLatch(1).await();
    }

    /** Makes it likely that a kill hits between two statements. */
    private static final class Slow implements WriteHook {
        @Override
        public void beforeOffsets() {
            LockSupport.parkNanos(20_000_000);
        }

        @Override
        public void beforeCommit() {
            LockSupport.parkNanos(20_000_000);
        }

        @Override
        public void afterCommit() {
            LockSupport.parkNanos(20_000_000);
        }
    }
}
