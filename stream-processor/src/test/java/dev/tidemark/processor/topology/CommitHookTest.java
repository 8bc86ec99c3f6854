package dev.tidemark.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/**
 * The assumptions of {@link CommitHook} about Kafka Streams: which calls it makes, and that it makes them before the
 * commit. {@code ExactlyOnceIT} shows that they belong to the transaction of the offsets.
 */
class CommitHookTest {
    private static final long STORED_AT = 777;

    private final List<String> calls = new ArrayList<>();

    @Test
    void hook_runsOncePerCommitAfterTheRecord_andMayForwardAndStore() {
        try (TopologyTestDriver driver = driver()) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> out =
                    driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
            TestOutputTopic<String, String> changelog = driver.createOutputTopic(
                    "hooked-store-changelog", new StringDeserializer(), new StringDeserializer());
            in.pipeInput("a", "1", 5L);
            in.pipeInput("b", "2", 6L);

            assertThat(calls).containsExactly("process a", "flush", "process b", "flush");
            assertThat(out.readRecordsToList())
                    .extracting(TestRecord::key, TestRecord::value, TestRecord::timestamp)
                    .containsExactly(tuple("a", "1", 42L), tuple("b", "2", 42L));
            assertThat(changelog.readRecordsToList())
                    .extracting(TestRecord::key, TestRecord::timestamp)
                    .containsExactly(tuple("a", STORED_AT), tuple("b", STORED_AT));
        }
    }

    @Test
    void hook_runsInTheCommitAfterAPunctuation() {
        try (TopologyTestDriver driver = driver()) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));

            assertThat(calls).containsExactly("punctuate", "flush");
        }
    }

    @Test
    void hook_runsWhenTheTaskIsClosed() {
        TopologyTestDriver driver = driver();
        driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                .pipeInput("a", "1");
        driver.close();

        assertThat(calls).startsWith("process a", "flush").endsWith("close").doesNotContainSequence("close", "flush");
    }

    private TopologyTestDriver driver() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "hooked");
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        Topology topology = new Topology()
                .addSource(
                        "source",
                        Serdes.String().deserializer(),
                        Serdes.String().deserializer(),
                        "in")
                .addProcessor("held", Held::new, "source")
                .addStateStore(CommitHook.named("hook"), "held")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore("store"), Serdes.String(), Serdes.String()),
                        "held")
                .addSink(
                        "sink",
                        "out",
                        Serdes.String().serializer(),
                        Serdes.String().serializer(),
                        "held");
        return new TopologyTestDriver(topology, config);
    }

    /** Holds a record back until the commit. */
    private final class Held implements Processor<String, String, String, String> {
        private final List<Record<String, String>> held = new ArrayList<>();

        @Override
        public void init(ProcessorContext<String, String> context) {
            KeyValueStore<String, String> store = context.getStateStore("store");
            CommitHook hook = context.getStateStore("hook");
            context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, now -> calls.add("punctuate"));
            hook.beforeCommit(context, () -> STORED_AT, () -> {
                calls.add("flush");
                held.forEach(record -> {
                    context.forward(record.withTimestamp(42));
                    store.put(record.key(), record.value());
                });
                held.clear();
            });
        }

        @Override
        public void process(Record<String, String> record) {
            calls.add("process " + record.key());
            held.add(record);
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
