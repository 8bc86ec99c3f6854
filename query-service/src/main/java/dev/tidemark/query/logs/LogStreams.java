package dev.tidemark.query.logs;

import dev.tidemark.query.kafka.KafkaConsumers;
import dev.tidemark.query.range.Retention;
import dev.tidemark.query.refusal.LimitReachedException;
import io.micronaut.context.annotation.Context;
import io.micronaut.http.sse.Event;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/** The open streams, and the one reader of the topic that feeds them. */
@Context
public final class LogStreams implements LogTail.Listener {
    private final LogStreamSettings settings;
    private final LogRing ring;
    private final LogDecoder decoder;
    private final LogTail tail;
    private final LogClient.Shared shared;
    private final Set<LogClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    /** Half of the processors at most: searching lines for many readers leaves the rest to other requests. */
    private final ExecutorService turns = turns(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("log-history-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-stream-ping").factory());

    LogStreams(LogStreamSettings settings, KafkaConsumers consumers, Retention retention, Clock clock) {
        this.settings = settings;
        this.decoder = new LogDecoder(retention::ofLogs, clock);
        this.ring = new LogRing(settings.bufferLines(), settings.bufferBytes());
        this.tail = new LogTail(consumers, ring, decoder, settings.history(), this);
        LogHistory history = new LogHistory(consumers, decoder, settings.catchUpLines(), settings.catchUpBytes());
        StreamEvents events = new StreamEvents(settings.retry(), tail::status);
        this.shared = new LogClient.Shared(ring, history, events, turns, blocking, skipped);
    }

    private static ExecutorService turns(int threads) {
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                // Bounded by the number of streams: each waits for one turn at most.
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("log-stream-", 0).factory(),
                // After the end, streams that are still open ask for turns in vain.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    @PostConstruct
    void start() {
        tail.start();
        long ping = settings.ping().toMillis();
        var unused =
                timer.scheduleAtFixedRate(() -> clients.forEach(LogClient::ping), ping, ping, TimeUnit.MILLISECONDS);
    }

    /**
     * A stream of the lines that {@code query} asks for.
     *
     * @throws LimitReachedException if too many streams are open
     */
    Publisher<Event<String>> open(StreamQuery query) {
        if (clients.size() >= settings.maxClients()) {
            refused.incrementAndGet();
            throw new LimitReachedException(clients.size() + " log streams are open, which is the limit: close one, or"
                    + " raise tidemark.logs.stream.max-clients");
        }
        return subscriber ->
                subscribe(subscriber, query.filter(), LogPosition.parse(query.lastEventId()), query.tail());
    }

    private void subscribe(
            Subscriber<? super Event<String>> subscriber, LogFilter filter, @Nullable LogPosition from, int lines) {
        LogClient client = new LogClient(shared, filter, from, lines, subscriber, clients::remove);
        subscriber.onSubscribe(client);
        clients.add(client);
        if (client.isCancelled()) {
            clients.remove(client);
        }
        client.wake();
    }

    @Override
    public void lines() {
        clients.forEach(LogClient::wake);
    }

    @Override
    public void status() {
        clients.forEach(LogClient::tellStatus);
    }

    /**
     * The state of the live stream.
     *
     * @param connected whether lines arrive
     * @param detail why they do not
     * @param clients how many streams are open
     * @param skipped how many lines slow readers missed since the service started
     * @param malformed how many records were not log lines since the service started
     * @param refused how many streams were refused since the service started
     * @param lag how many records of the topic were not read yet; empty if unknown
     */
    public record Report(
            boolean connected,
            @Nullable String detail,
            int clients,
            long skipped,
            long malformed,
            long refused,
            OptionalLong lag) {}

    /** The state of the live stream. */
    public Report report() {
        TailStatus status = tail.status();
        return new Report(
                status.connected(),
                status.detail(),
                clients.size(),
                skipped.get(),
                decoder.malformed(),
                refused.get(),
                tail.lag());
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
        clients.forEach(LogClient::end);
        tail.close();
        turns.shutdown();
        blocking.shutdown();
    }
}
