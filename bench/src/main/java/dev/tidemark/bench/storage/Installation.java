package dev.tidemark.bench.storage;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.embedded.KafkaBroker;
import dev.tidemark.embedded.KafkaSettings;
import dev.tidemark.embedded.PostgresServer;
import dev.tidemark.embedded.PostgresSettings;
import dev.tidemark.processor.sink.SinkSettings;
import dev.tidemark.processor.sink.partition.PartitionMaintenance;
import dev.tidemark.processor.sink.partition.RetentionSettings;
import dev.tidemark.processor.sink.postgres.Migrations;
import dev.tidemark.processor.sink.postgres.PostgresConnector;
import dev.tidemark.processor.streams.ProcessorSettings;
import dev.tidemark.processor.topics.TopicDeclaration;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * A broker and a PostgreSQL with the settings of {@code ./tidemark up}, which sync commits to disk, with a folder that is deleted at
 * the end.
 */
final class Installation implements AutoCloseable {
    private final TemporaryFolder folder = new TemporaryFolder();
    private final KafkaBroker kafka;
    private final PostgresServer postgres;
    private int databases;

    Installation() {
        kafka = new KafkaBroker(KafkaSettings.fixed(folder.resolve("kafka"), folder.resolve("kafka.log"), 0));
        postgres = new PostgresServer(
                PostgresSettings.fixed(folder.resolve("postgres"), folder.resolve("postgres.log"), 0));
        kafka.start();
        postgres.start();
        new TopicDeclaration(kafka(), Duration.ofSeconds(60), 1).declare();
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    private Map<String, String> kafka() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    /** The settings of a processor that stores in {@code database}: the defaults, except for addresses. */
    SettingsReader settings(String database) {
        Properties properties = new Properties();
        properties.put("tidemark.kafka.bootstrap.servers", kafka.bootstrapServers());
        properties.put("tidemark.postgres.url", postgres.jdbcUrl(database));
        properties.put("tidemark.postgres.user", postgres.user());
        properties.put("tidemark.postgres.password", postgres.password());
        properties.put("tidemark.sink.group", "sink-" + database);
        properties.put("tidemark.application.id", "processor-" + database);
        properties.put("tidemark.state.dir", folder.resolve("state-" + database).toString());
        return SettingsReader.of(Component.PROCESSOR, properties);
    }

    SinkSettings sinkSettings(String database) {
        return SinkSettings.from(settings(database), kafka());
    }

    ProcessorSettings processorSettings(String database) {
        return ProcessorSettings.from(settings(database));
    }

    /** Creates a database with the current schema and today's empty partitions. */
    String newDatabase() {
        String name = "bench_" + databases++;
        postgres.createDatabase(name);
        SinkSettings settings = sinkSettings(name);
        new Migrations(settings.postgres()).run(Duration.ofSeconds(60));
        try (PartitionMaintenance maintenance = new PartitionMaintenance(
                new PostgresConnector(settings.postgres()), RetentionSettings.defaults(), Clock.systemUTC())) {
            maintenance.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return name;
    }

    /** Deletes all records of the topics, so that the next reader starts with newly published ones. */
    void emptyTopics() {
        try (Admin admin = Admin.create(new HashMap<>(kafka()))) {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            for (Topic<?> topic : Topics.ALL) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
                }
            }
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.listOffsets(partitions)
                    .all()
                    .get()
                    .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end.offset())));
            admin.deleteRecords(all).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(database), postgres.user(), postgres.password());
    }

    /** Runs a checkpoint, so that earlier writes do not affect a comparison. */
    void checkpoint() {
        try (Connection connection = connect(PostgresServer.USER);
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void drop(String database) {
        try (Connection connection = connect(PostgresServer.USER);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + database + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kafka.close();
        postgres.close();
        folder.close();
    }
}
