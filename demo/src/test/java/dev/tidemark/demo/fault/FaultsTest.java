package dev.tidemark.demo.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void active_afterSwitching_listsWhatIsOn() {
        var faults = new Faults();
        assertThat(faults.active()).isEmpty();

        faults.switchOn(Fault.ERRORS);
        faults.switchOn(Fault.SLOW_DB);

        assertThat(faults.active()).containsExactly("slow-db", "errors");
        faults.clear();
        assertThat(faults.active()).isEmpty();
    }

    @Test
    void named_withAnUnknownName_isEmpty() {
        assertThat(Fault.named("slow-db")).contains(Fault.SLOW_DB);
        assertThat(Fault.named("SLOW_DB")).isEmpty();
        assertThat(Fault.names()).startsWith("slow-db, errors, lock, ");
    }

    @Test
    void switchOn_runsItsDisturbance_untilItIsCleared() throws Exception {
        var steps = new CountDownLatch(3);
        var ended = new AtomicBoolean();
        try (var faults = new Faults()) {
            faults.add(new Disturbance() {
                @Override
                public Fault fault() {
                    return Fault.CPU;
                }

                @Override
                public void step() throws IOException {
                    steps.countDown();
                    if (steps.getCount() == 2) {
                        throw new IOException("not now");
                    }
                }

                @Override
                public void end() {
                    ended.set(true);
                }
            });
            faults.switchOn(Fault.GC);
            assertThat(steps.getCount()).isEqualTo(3);

            faults.switchOn(Fault.CPU);

            assertThat(steps.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(ended).isFalse();
            faults.clear();
            assertThat(ended).isTrue();
            assertThat(faults.active()).isEmpty();
        }
    }

    @Test
    void launcher_knowsAllNames() throws IOException {
        String script = Files.readString(Path.of("..", "tidemark"));
        String names =
                script.substring(script.indexOf("readonly FAULTS=("), script.indexOf("readonly AS_SERVICE_USER"));

        assertThat(names.split("[\\s()=]+"))
                .contains(Arrays.stream(Fault.values()).map(Fault::id).toArray(String[]::new));
    }
}
