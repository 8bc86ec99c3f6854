package dev.tidemark.query.logs;

import dev.tidemark.query.kafka.KafkaConsumers;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.sse.Event;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** The open streams, and the one reader of the topic that feeds them. */
@Context
public final class LogStreams implements LogTail.Listener {
    /** How many lines a reader can ask for to begin with. */
    static final int MAX_TAIL = 1000;

    private final LogStreamSettings settings;
    private final LogRing ring;
    private final LogDecoder decoder = new LogDecoder();
    private final LogHistory history;
    private final LogTail tail;
    private final StreamEvents events;
    private final Set<LogClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong skipped = new AtomicLong();
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("log-stream-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-stream-ping").factory());

    LogStreams(LogStreamSettings settings, KafkaConsumers consumers) {
        this.settings = settings;
        this.ring = new LogRing(settings.bufferLines(), settings.bufferBytes());
        this.history = new LogHistory(consumers, decoder, settings.catchUpLines(), settings.catchUpBytes());
        this.tail = new LogTail(consumers, ring, decoder, settings.history(), this);
        this.events = new StreamEvents(settings.retry(), tail::status);
    }

    @PostConstruct
    void start() {
        tail.start();
        long ping = settings.ping().toMillis();
        var unused =
                timer.scheduleAtFixedRate(() -> clients.forEach(LogClient::ping), ping, ping, TimeUnit.MILLISECONDS);
    }

    /**
     * A stream of the lines that {@code filter} wants.
     *
     * @param lastEventId the position up to which the reader knows everything; null if it knows nothing
     * @param lines how many lines that are there already a reader that knows nothing is to have
     * @throws HttpStatusException with status 503 if there are too many streams
     */
    Publisher<Event<String>> open(LogFilter filter, @Nullable String lastEventId, int lines) {
        if (clients.size() >= settings.maxClients()) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    clients.size() + " log streams are open, the most there may be: close one, or raise"
                            + " tidemark.logs.stream.max-clients");
        }
        return subscriber -> subscribe(subscriber, filter, LogPosition.parse(lastEventId), lines);
    }

    private void subscribe(
            Subscriber<? super Event<String>> subscriber, LogFilter filter, @Nullable LogPosition from, int lines) {
        LogRing.Join join = ring.join(from);
        LogClient client = new LogClient(
                ring, filter, start(filter, from, lines, join), subscriber, executor, events, skipped, clients::remove);
        clients.add(client);
        subscriber.onSubscribe(client);
        if (client.isEarly()) {
            endIfEarly(client);
        } else if (!join.covered()) {
            executor.execute(() -> client.deliver(history.read(join.known(), join.head())));
        }
    }

    private LogClient.Start start(LogFilter filter, @Nullable LogPosition from, int lines, LogRing.Join join) {
        if (from == null) {
            return new LogClient.Start(
                    join.head().copy(), new LogPosition(), newest(filter, lines, join.end()), join.end(), false);
        }
        return new LogClient.Start(
                join.head().partitions().isEmpty() ? from : join.known().copy(),
                join.known(),
                join.covered() ? join.start() : join.end(),
                join.end(),
                !join.covered());
    }

    /** The number of the first of the newest {@code count} lines that the filter wants. */
    private long newest(LogFilter filter, int count, long end) {
        LogRing.Slice slice = ring.read(count == 0 ? end : 0, settings.bufferLines());
        List<LogLine> lines = slice.lines();
        int found = 0;
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (filter.wants(lines.get(i).event()) && ++found == count) {
                return slice.first() + i;
            }
        }
        return count == 0 ? end : slice.first();
    }

    @Override
    public void lines() {
        clients.forEach(LogClient::wake);
    }

    @Override
    public void status() {
        clients.forEach(LogClient::tellStatus);
        clients.forEach(this::endIfEarly);
    }

    /** A reader that came back before the topic was reached is to come again once it is: only then it is known what it missed. */
    private void endIfEarly(LogClient client) {
        if (client.isEarly() && !ring.head().partitions().isEmpty()) {
            client.end();
        }
    }

    /**
     * How the live stream does.
     *
     * @param connected whether lines arrive
     * @param detail why not
     * @param clients how many streams are open
     * @param skipped how many lines slow readers did not get since the service started
     * @param malformed how many records were no log lines since the service started
     */
    public record Report(boolean connected, @Nullable String detail, int clients, long skipped, long malformed) {}

    /** How the live stream does. */
    public Report report() {
        TailStatus status = tail.status();
        return new Report(status.connected(), status.detail(), clients.size(), skipped.get(), decoder.malformed());
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
        clients.forEach(LogClient::end);
        tail.close();
        executor.shutdown();
    }
}
