package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.embedded.Backends;
import dev.tidemark.query.fixture.EventStream;
import dev.tidemark.query.fixture.LogTopic;
import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.Store;
import dev.tidemark.query.refusal.NotStoredException;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That event loops neither search lines nor ask backends, and that tests would see it if they did. */
class EventLoopIT {
    private static final String STREAM = "/api/monitoring/logs/stream";
    private static final int STREAMS = 90;
    private static final int BUFFERED = 9_500;

    @Test
    void streams_openedWithAFilterOverManyLines_areSearchedElsewhere() throws Exception {
        try (LogTopic topic = LogTopic.on(Backends.kafka());
                QueryServer server = QueryServer.settings()
                        .kafka(Backends.kafka().bootstrapServers())
                        .with("tidemark.logs.stream.ping", "300ms")
                        .start()) {
            try (EventStream live = EventStream.open(
                            server.uri(STREAM + "?service=many&search=line%20" + (BUFFERED - 1)))
                    .awaitConnected()) {
                topic.writeAll(0, lines());
                live.awaitLines(1);
            }
            long loops = cpu("-eventLoopGroup-");
            long turns = cpu("log-stream-");

            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                var socket = new Socket("127.0.0.1", server.uri("/").getPort());
                sockets.add(socket);
                socket.setSoTimeout(60_000);
                socket.getOutputStream()
                        .write(("GET " + STREAM + "?tail=1000&search=nowhere%20" + i
                                        + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            for (Socket socket : sockets) {
                awaitPing(socket);
                socket.close();
            }

            long searching = cpu("log-stream-") - turns;
            assertThat(Duration.ofNanos(searching))
                    .as("a search worth the name")
                    .isGreaterThan(Duration.ofMillis(100));
            assertThat(Duration.ofNanos(cpu("-eventLoopGroup-") - loops))
                    .as("CPU time of the event loops, %d ms of searching elsewhere", searching / 1_000_000)
                    .isLessThan(Duration.ofNanos(searching / 2));
        }
    }

    @Test
    void search_onAnEventLoop_failsTheTest() throws Exception {
        QueryServer server = QueryServer.settings().start();
        List<LogEvent> lines = lines();
        LogFilter filter = LogFilter.of(null, null, "nowhere", null);

        // CPU time, because an event loop is as quick as the machine. Flight Recorder loses samples on a busy machine,
        // more than half of them at times.
        Boolean found = server.bean(EventLoopGroup.class)
                .submit(() -> {
                    boolean any = false;
                    long end =
                            ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + TimeUnit.SECONDS.toNanos(4);
                    while (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() < end) {
                        any |= lines.stream().anyMatch(filter::wants);
                    }
                    return any;
                })
                .get(60, TimeUnit.SECONDS);

        assertThat(found).isFalse();
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Event loops worked for ")
                .hasMessageContaining("LogFilter.wants");
    }

    @Test
    void questionToTheDatabase_onAnEventLoop_failsTheTest() throws Exception {
        QueryServer server =
                QueryServer.settings().postgres(Store.create().jdbcUrl()).start();
        LogReports reports = server.bean(LogReports.class);
        LogCursor line = LogCursor.of("2026-11-21T09:40:34Z", "0:1");

        assertThat(server.bean(EventLoopGroup.class).submit(() -> reports.line(line)))
                .failsWithin(60, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NotStoredException.class);

        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("An event loop waited (")
                .hasMessageContaining("org.postgresql.");
    }

    /** A ping is sent when there is nothing else to do: the search is done. */
    private static void awaitPing(Socket socket) throws Exception {
        var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String line = "";
        while (!line.startsWith(": ping") && !line.startsWith(":ping")) {
            line = Objects.requireNonNull(reader.readLine(), "the end of the stream");
        }
    }

    private static long cpu(String threadName) {
        var threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().contains(threadName)) {
                nanos += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        assertThat(nanos).as("CPU time of threads named " + threadName).isPositive();
        return nanos;
    }

    private static List<LogEvent> lines() {
        return IntStream.range(0, BUFFERED)
                .mapToObj(i -> LogTopic.line(
                        "many", LogLevel.INFO, "line " + i + " of an order that was placed " + "x".repeat(200)))
                .toList();
    }
}
