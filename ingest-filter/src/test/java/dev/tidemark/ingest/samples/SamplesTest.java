package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.tidemark.ingest.SampleSource;
import dev.tidemark.ingest.settings.Hosts;
import dev.tidemark.wire.event.MetricType;
import dev.tidemark.wire.metric.Gauge;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class SamplesTest {

    @Test
    void hostSamples_secondReading_hasEveryGaugeOfTheHost() {
        HostSamples source = new HostSamples();
        read(source);
        Map<String, Double> readings = read(source);

        for (Gauge gauge : Gauge.values()) {
            boolean host = !gauge.name().startsWith("JVM_") && !gauge.name().startsWith("MOUNT_");
            assertThat(readings.containsKey(gauge.wireName()))
                    .as(gauge.wireName())
                    .isEqualTo(host);
        }
        assertThat(readings.get("cpu_count")).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(readings.get("cpu_percent")).isBetween(0.0, 100.0);
        assertThat(readings.get("disk_percent")).isBetween(0.0, 100.0);
        assertThat(readings.get("disk_used_gb")).isLessThanOrEqualTo(readings.get("disk_total_gb"));
        assertThat(readings.get("process_count")).isPositive();
    }

    @Test
    void hostSamples_memory_matchesTheMachine() {
        Map<String, Double> readings = read(new HostSamples());
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        assertThat(readings.get("memory_total_mb"))
                .isCloseTo(machine.getTotalMemorySize() / 1048576.0, Percentage.withPercentage(1));
        double percent = 100.0 * reading(readings, "memory_used_mb") / reading(readings, "memory_total_mb");
        assertThat(readings.get("memory_percent")).isCloseTo(percent, Percentage.withPercentage(0.001));
    }

    @Test
    void jvmSamples_reading_hasEveryGaugeOfTheJvm() {
        Map<String, Double> readings = read(new JvmSamples());

        for (Gauge gauge : Gauge.values()) {
            if (gauge.name().startsWith("JVM_")) {
                assertThat(readings).containsKey(gauge.wireName());
            }
        }
        assertThat(readings.get("jvm_heap_used_mb")).isPositive().isLessThan(readings.get("jvm_heap_max_mb"));
        assertThat(readings.get("jvm_threads")).isPositive();
    }

    private static double reading(Map<String, Double> readings, String name) {
        return readings.getOrDefault(name, Double.NaN);
    }

    private static Map<String, Double> read(SampleSource source) {
        Map<String, Double> readings = new HashMap<>();
        source.read((type, name, value, metadata) -> {
            assertThat(type).isEqualTo(MetricType.SYSTEM);
            assertThat(metadata).containsEntry("host", Hosts.name());
            if (!metadata.containsKey("mount")) {
                assertThat(readings.put(name, value)).as(name).isNull();
            }
        });
        return readings;
    }
}
