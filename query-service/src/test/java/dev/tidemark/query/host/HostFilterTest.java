package dev.tidemark.query.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostFilterTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:40:34Z");
    private static final Instant FRESH = NOW.minusSeconds(30);

    @Test
    void ofAService_hasWhatOthersSentOfItsHost_whereItSendsNothingItself() {
        Sample heap = sample("a", "shop", "jvm_heap_used_mb", NOW);
        Sample cpu = sample("a", "shop", "cpu_percent", NOW);
        Sample old = sample("a", "shop", "swap_used_mb", FRESH.minusSeconds(1));
        Sample itsMemory = sample("a", "stock", "memory_percent", NOW);
        Sample itsSwap = sample("a", "stock", "swap_used_mb", NOW);
        List<Sample> samples = List.of(
                heap,
                cpu,
                old,
                itsMemory,
                itsSwap,
                sample("a", "stock", "cpu_percent", NOW),
                sample("a", "stock", "jvm_heap_used_mb", NOW),
                sample("b", "stock", "memory_percent", NOW));

        assertThat(new HostFilter(null, "shop").of(samples, FRESH))
                .containsExactlyInAnyOrder(heap, cpu, old, itsMemory, itsSwap);
        assertThat(new HostFilter("b", "shop").of(samples, FRESH)).isEmpty();
        assertThat(new HostFilter(null, null).of(samples, FRESH)).isEqualTo(samples);
    }

    private static Sample sample(String host, String service, String name, Instant at) {
        return new Sample(host, service, service + "-1", null, name, at, 1);
    }
}
