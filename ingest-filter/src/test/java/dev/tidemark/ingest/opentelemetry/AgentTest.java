package dev.tidemark.ingest.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.ChildJvm;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("java17")
class AgentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Pattern RESULT =
            Pattern.compile("RESULT (\\w+) event=(\\w+ \\w+)\\|header=(\\w+)\\|mdc=([^|]*)"
                    + "\\|traceparent=\\[(.*?)]\\|tracestate=\\[(.*?)]\\|baggage=\\[(.*?)]");
    private static final Pattern SERVER_SPAN = Pattern.compile("'GET[^']*' : (\\w+ \\w+) SERVER");

    /** The application itself has no API of OpenTelemetry, only the agent has. */
    @Test
    void agentsServerSpan_isTheRequests() throws Exception {
        String output = new ChildJvm()
                .withClassPath(classPathWithoutOpenTelemetry())
                .options(
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-javaagent:" + new File("target/agent/opentelemetry-javaagent.jar").getAbsolutePath(),
                        "-Dotel.instrumentation.common.default-enabled=false",
                        "-Dotel.instrumentation.jetty.enabled=true",
                        "-Dotel.instrumentation.servlet.enabled=true",
                        "-Dotel.instrumentation.netty.enabled=true",
                        "-Dotel.instrumentation.executors.enabled=true",
                        "-Dotel.instrumentation.logback-mdc.enabled=true",
                        "-Dotel.traces.exporter=console",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none")
                .run(AgentMain.class.getName());

        List<String> spans = SERVER_SPAN
                .matcher(output)
                .results()
                .map(found -> found.group(1))
                .toList();
        List<MatchResult> results = RESULT.matcher(output).results().toList();
        assertThat(results).as(output).hasSize(4);
        for (MatchResult result : results) {
            String ids = result.group(2);
            assertThat(spans).as(output).contains(ids);
            assertThat(ids).startsWith(result.group(3));
            assertThat(result.group(4)).isEqualTo(ids);
        }
        assertThat(results)
                .extracting(result -> result.group(1))
                .containsExactly("jetty", "jetty", "micronaut", "micronaut");
        for (MatchResult called : List.of(results.get(1), results.get(3))) {
            assertThat(called.group(2)).startsWith(TRACE);
            assertThat(called.group(5)).isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-01");
            assertThat(called.group(6)).isEqualTo("a=1, b=2");
            assertThat(called.group(7)).isEqualTo("user=jo;p=1, tenant=%C3%A4");
        }
    }

    private static List<String> classPathWithoutOpenTelemetry() {
        String own = System.getProperty("java.class.path");
        String all = System.getProperty("surefire.test.class.path", own);
        Matcher opentelemetry =
                Pattern.compile(".*[/\\\\]opentelemetry-[^/\\\\]*\\.jar").matcher("");
        return Arrays.stream(all.split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !opentelemetry.reset(entry).matches())
                .toList();
    }
}
