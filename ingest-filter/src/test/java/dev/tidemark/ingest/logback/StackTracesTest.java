package dev.tidemark.ingest.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ThrowableProxy;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class StackTracesTest {
    private static final int LIMIT = 32 * 1024;

    @Test
    void of_deepTrace_keepsBothEndsAndTheCause() {
        IllegalStateException deep = deep(900);

        String trace = StackTraces.of(new ThrowableProxy(deep));

        assertThat(trace).hasSizeLessThan(LIMIT).contains("\nCaused by: java.sql.SQLException: duplicate key\n");
        assertThat(trace).startsWith("java.lang.IllegalStateException: not priced\n\tat dev.tidemark");
        assertThat(trace).containsPattern("\\t\\.\\.\\. \\d+ frames omitted\\n\\tat ");
    }

    @Test
    void of_twelveLayers_keepsEachCause() {
        Throwable thrown = layered(12);

        String trace = StackTraces.of(new ThrowableProxy(thrown));

        assertThat(trace).hasSizeLessThan(LIMIT).contains("\nCaused by: java.net.ConnectException: refused\n");
        for (int i = 0; i < 11; i++) {
            assertThat(trace).contains("\nCaused by: java.lang.RuntimeException: layer " + i + "\n\tat x.Layer.call0(");
        }
        assertThat(trace).contains("frames omitted");
    }

    @Test
    void of_veryManyCauses_keepsTheRoot() {
        String trace = StackTraces.of(new ThrowableProxy(layered(500)));

        assertThat(trace)
                .hasSizeLessThan(LIMIT)
                .startsWith("java.lang.RuntimeException: layer 499\n")
                .contains(" causes omitted\n", "Caused by: java.net.ConnectException: refused\n");
    }

    @Test
    void of_longMessage_keepsTheCause() {
        String trace = StackTraces.of(new ThrowableProxy(
                new IllegalStateException("body: " + "x".repeat(40_000), new SQLException("the root cause"))));

        assertThat(trace).hasSizeLessThan(LIMIT).contains("\nCaused by: java.sql.SQLException: the root cause\n");
    }

    @Test
    void of_shortTrace_isThatOfTheJdk() {
        IllegalStateException thrown = new IllegalStateException("outer", new SQLException("inner"));
        java.io.StringWriter jdk = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(jdk));

        assertThat(StackTraces.of(new ThrowableProxy(thrown)).lines().toList())
                .isEqualTo(jdk.toString().lines().toList());
    }

    private static IllegalStateException deep(int frames) {
        if (frames == 0) {
            return new IllegalStateException("not priced", new SQLException("duplicate key"));
        }
        return deep(frames - 1);
    }

    private static Throwable layered(int layers) {
        Throwable thrown = new ConnectException("refused");
        for (int i = 0; i < layers; i++) {
            RuntimeException layer = new RuntimeException("layer " + i, thrown);
            StackTraceElement[] frames = new StackTraceElement[40];
            for (int k = 0; k < frames.length; k++) {
                frames[k] =
                        new StackTraceElement("x.Layer", "call" + k, "LayerOfTheInterceptorThatCalls" + i + ".java", k);
            }
            layer.setStackTrace(frames);
            thrown = layer;
        }
        return thrown;
    }
}
