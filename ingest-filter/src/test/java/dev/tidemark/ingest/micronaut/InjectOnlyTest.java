package dev.tidemark.ingest.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import dev.tidemark.ingest.ChildJvm;
import dev.tidemark.ingest.Tidemark;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.topic.Topics;
import io.micronaut.aop.Interceptor;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.order.Ordered;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@Tag("java17")
class InjectOnlyTest {

    @Test
    void micronautApplication_withoutHttp_starts() throws Exception {
        String output = new ChildJvm()
                .with(
                        InjectOnlyMain.class,
                        Tidemark.class,
                        SettingsReader.class,
                        Topics.class,
                        KafkaProducer.class,
                        MpscAtomicArrayQueue.class,
                        LoggerFactory.class,
                        JsonFactory.class,
                        ApplicationContext.class,
                        Interceptor.class,
                        Ordered.class,
                        Inject.class,
                        PreDestroy.class)
                .run(InjectOnlyMain.class.getName());

        assertThat(output).contains("running=true");
    }
}
