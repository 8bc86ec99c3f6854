package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.topic.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("java17")
class BareClassPathTest {

    @Test
    void core_withoutAnyFramework_works() throws Exception {
        String output = new ChildJvm()
                .with(
                        BareMain.class,
                        Tidemark.class,
                        SettingsReader.class,
                        Topics.class,
                        KafkaProducer.class,
                        MpscAtomicArrayQueue.class,
                        LoggerFactory.class,
                        JsonFactory.class)
                .run(
                        BareMain.class.getName(),
                        "io.micronaut.http.HttpRequest",
                        "jakarta.servlet.Filter",
                        "ch.qos.logback.classic.Logger",
                        "com.github.danielwegener.logback.kafka.KafkaAppender",
                        "oshi.SystemInfo",
                        "org.jspecify.annotations.Nullable",
                        "net.jpountz.lz4.LZ4Factory",
                        "io.opentelemetry.api.trace.Span");

        assertThat(output).contains("requests=1 logs=1 sampled=true inFlight=0");
        assertThat(output.lines().filter(line -> !line.startsWith("SLF4J"))).hasSize(1);
    }
}
