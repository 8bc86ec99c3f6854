package dev.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FreePortsIT {

    /** Another JVM that claims a port. */
    public static final class Neighbour {
        private Neighbour() {}

        public static void main(String[] none) throws InterruptedException {
            System.out.println(FreePorts.next());
            Thread.currentThread().join();
        }
    }

    @Test
    void port_ofAnotherJvm_isReservedUntilThatJvmExits() throws Exception {
        Process neighbour = new ProcessBuilder(JavaCommand.of(Neighbour.class, JavaCommand.BRIEF)).start();
        try (var lines = neighbour.inputReader()) {
            int port = Integer.parseInt(lines.readLine());
            assertThat(FreePorts.isFree(port)).isTrue();

            assertThat(FreePorts.claim(port)).isFalse();
            neighbour.destroyForcibly().waitFor();

            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> FreePorts.claim(port));
        } finally {
            neighbour.destroyForcibly();
        }
    }

    @Test
    void port_given_isNotGivenTwice() {
        int first = FreePorts.next();

        assertThat(IntStream.range(0, 200).map(i -> FreePorts.next()).boxed())
                .doesNotHaveDuplicates()
                .doesNotContain(first);
    }
}
