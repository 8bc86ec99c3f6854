package dev.tidemark.processor.sink;

import dev.tidemark.embedded.Backends;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.processor.intake.RequestIntake;
import dev.tidemark.processor.sink.offset.OffsetTable;
import dev.tidemark.processor.sink.postgres.PostgresSettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.codec.Timestamps;
import dev.tidemark.wire.event.RequestEvent;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A separate database, topics and sinks for one test, on the real backends. */
final class SinkFixture implements AutoCloseable {
    static final int PARTITIONS = 2;

    final String suffix = "." + UUID.randomUUID();
    private final List<Sink> sinks = new ArrayList<>();
    final Database database;
    final Broker broker;
    private static final RequestIntake INTAKE = new RequestIntake(
            List.of(Codecs.REQUEST_JSON, Codecs.REQUEST_BATCH), Duration.ofHours(24), Duration.ofMinutes(5));

    SinkFixture() {
        this(Backends.postgres());
    }

    SinkFixture(PostgresServer server) {
        this(server, Backends.kafka());
    }

    SinkFixture(PostgresServer server, KafkaBroker kafka) {
        broker = new Broker(kafka);
        database = Database.migrated(server);
        for (Pipe<?> pipe : Pipes.all(settings(), INTAKE, Clock.systemUTC())) {
            broker.create(pipe.topic() + suffix, PARTITIONS);
        }
    }

    String topic(String name) {
        return name + suffix;
    }

    SinkSettings settings() {
        return settings("sink");
    }

    /** @param group sinks of different groups are independent: each reads all partitions */
    SinkSettings settings(String group) {
        return settings(group, "");
    }

    /** With short timeouts. */
    SinkSettings impatient(String group) {
        return settings(group, """
                tidemark.postgres.connect.timeout=1s
                tidemark.postgres.statement.timeout=1s
                tidemark.postgres.lock.timeout=300ms
                """);
    }

    /** @param more settings, one per line */
    SinkSettings settings(String group, String more) {
        return settings(Map.of("bootstrap.servers", broker.servers()), database.settings(), group + suffix, more);
    }

    /** Settings of a process with a fixed instance id. */
    SinkSettings named(String instance, String group, String more) {
        return settings(
                Map.of("bootstrap.servers", broker.servers(), "group.instance.id", instance),
                database.settings(),
                group + suffix,
                more);
    }

    static SinkSettings settings(Map<String, String> kafka, PostgresSettings postgres, String group, String more) {
        Properties properties = new Properties();
        properties.put("tidemark.postgres.user", postgres.user());
        properties.put("tidemark.postgres.password", postgres.password());
        properties.putAll(Map.of(
                "tidemark.postgres.url",
                postgres.url(),
                "tidemark.sink.group",
                group,
                "tidemark.sink.batch.interval",
                "50ms",
                "tidemark.sink.session.timeout",
                "6s",
                "tidemark.sink.retry.max",
                "500ms",
                "tidemark.sink.heartbeat",
                "500ms"));
        try {
            properties.load(new StringReader(more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SinkSettings.from(SettingsReader.of(Component.PROCESSOR, properties), kafka);
    }

    Sink start() {
        return start(settings(), new OffsetTable(), WriteHook.NONE);
    }

    Sink start(SinkSettings settings, OffsetTable offsets, WriteHook hook) {
        Sink sink = new Sink(settings, pipes(settings, suffix), Clock.systemUTC(), offsets, hook);
        sinks.add(sink);
        sink.start();
        return sink;
    }

    static List<Pipe<?>> pipes(SinkSettings settings, String suffix) {
        List<Pipe<?>> pipes = new ArrayList<>();
        for (Pipe<?> pipe : Pipes.all(settings, INTAKE, Clock.systemUTC())) {
            pipes.add(pipe.from(pipe.topic() + suffix));
        }
        return pipes;
    }

    /** Sends requests with durations from {@code first} upwards, over all partitions. */
    void sendRequests(String topic, int first, int count) {
        for (int i = first; i < first + count; i++) {
            broker.send(topic, i % PARTITIONS, Codecs.REQUEST_JSON.encode(request(i)));
        }
        broker.flush();
    }

    static RequestEvent request(long durationMicros) {
        return request(event -> event, durationMicros);
    }

    static RequestEvent request(UnaryOperator<RequestEvent> change, long durationMicros) {
        return change.apply(new RequestEvent(
                Timestamps.toMicros(Instant.now()),
                "shop",
                "shop-1",
                "GET",
                "/orders/{id}",
                durationMicros % 10 == 0 ? 500 : 200,
                durationMicros,
                UUID.randomUUID().toString().replace("-", ""),
                "00f067aa0ba902b7",
                null,
                null,
                512L));
    }

    static RequestEvent with(
            RequestEvent event, String service, String route, @Nullable String errorType, long timestampMicros) {
        return new RequestEvent(
                timestampMicros,
                service,
                event.instance(),
                event.method(),
                route,
                event.status(),
                event.durationMicros(),
                event.traceId(),
                event.spanId(),
                errorType,
                event.requestBytes(),
                event.responseBytes());
    }

    static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(3, TimeUnit.MINUTES)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        sinks.forEach(Sink::close);
        broker.close();
    }
}
