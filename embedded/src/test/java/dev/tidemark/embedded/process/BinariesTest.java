package dev.tidemark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

    private static final String RESOURCE = "/logback-test.xml";

    @TempDir
    private Path root;

    @Test
    void executable_requestedByManyThreads_isUnpackedOnce() throws Exception {
        int threads = 8;
        var together = new CyclicBarrier(threads);
        Callable<Path> unpack = () -> {
            together.await();
            return new Binaries(root).executable(RESOURCE);
        };
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (var one : pool.invokeAll(Collections.nCopies(threads, unpack))) {
                assertThat(one.get()).isExecutable();
            }
        }
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).hasSize(2).contains(root.resolve("lock"));
        }
    }

    @Test
    void executable_afterACrashWhileUnpacking_isComplete() throws Exception {
        Path whole = root.relativize(new Binaries(root).executable(RESOURCE)).getName(0);
        Files.move(root.resolve(whole), root.resolve(whole + ".part"));

        assertThat(new Binaries(root).executable(RESOURCE)).isExecutable().isNotEmptyFile();
    }

    @Test
    void executable_thatDoesNotExist_isNamed() {
        assertThatThrownBy(() -> new Binaries(root).executable("/redis-for-the-abacus"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no /redis-for-the-abacus on the class path");
    }
}
