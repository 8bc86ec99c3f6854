package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.settings.FilterSetting;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.event.SampleEvent;
import dev.tidemark.wire.metric.Gauge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class SamplerTest {

    @Test
    void sampleSources_atEveryInterval_areRead() {
        try (RecordingTidemark tidemark = new RecordingTidemark(Map.of(FilterSetting.SAMPLE_INTERVAL, "100ms"))) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> named(tidemark, Gauge.JVM_HEAP_USED_MB).size() >= 2
                            && !named(tidemark, Gauge.CPU_PERCENT).isEmpty());

            SampleEvent sample = named(tidemark, Gauge.JVM_HEAP_USED_MB).get(0);
            assertThat(sample.metricType()).isEqualTo(MetricType.SYSTEM);
            assertThat(sample.service()).isEqualTo("shop");
            assertThat(sample.metadata()).containsKey("host");
        }
    }

    @Test
    void sampleSources_oneThrowingAnError_areReadAgain() {
        AtomicInteger reads = new AtomicInteger();
        SampleSource.Sink failing = (type, name, value, metadata) -> {
            reads.incrementAndGet();
            throw new AssertionError("bug");
        };
        Sampler sampler = new Sampler(Duration.ofMillis(100), failing);
        try {
            // One read per source and interval; there are two sources.
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> reads.get() >= 5);
        } finally {
            sampler.close();
        }
    }

    @Test
    void reading_duringWhichItIsClosed_sendsNothingMore() throws Exception {
        AtomicInteger samples = new AtomicInteger();
        CompletableFuture<Sampler> sampler = new CompletableFuture<>();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        sampler.complete(new Sampler(Duration.ofMillis(100), (type, name, value, metadata) -> {
            samples.incrementAndGet();
            sampler.join().close();
            thread.complete(Thread.currentThread());
        }));

        thread.get(3, TimeUnit.MINUTES).join();

        assertThat(samples).hasValue(1);
    }

    @Test
    void thread_interrupted_continuesWithoutSpinning() {
        try (RecordingTidemark tidemark = new RecordingTidemark(Map.of(FilterSetting.SAMPLE_INTERVAL, "1h"))) {
            // Threads of another test may still be ending.
            List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("tidemark-samples")
                            || thread.getName().equals("tidemark-sender"))
                    .toList();
            assertThat(threads).hasSizeGreaterThanOrEqualTo(2);
            threads.forEach(Thread::interrupt);

            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> threads.stream().noneMatch(thread -> thread.isAlive() && thread.isInterrupted()));
            tidemark.tidemark().sample(MetricType.BUSINESS, "carts", 3, Map.of());
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> tidemark.tidemark().counters().samples().sent() > 0);
        }
    }

    @Test
    void sample_notANumber_isIgnored() {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            assertThat(tidemark.tidemark().sample(MetricType.BUSINESS, "carts", Double.NaN, Map.of()))
                    .isFalse();
            assertThat(tidemark.tidemark().sample(MetricType.BUSINESS, "carts", 3, Map.of("shop", "a")))
                    .isTrue();
        }
    }

    private static List<SampleEvent> named(RecordingTidemark tidemark, Gauge gauge) {
        return tidemark.samples().stream()
                .filter(sample -> sample.metricName().equals(gauge.wireName()))
                .toList();
    }
}
