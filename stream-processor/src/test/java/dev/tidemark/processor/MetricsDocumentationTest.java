package dev.tidemark.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.metrics.DeclaredMetrics;
import dev.tidemark.processor.sink.SinkCounters;
import dev.tidemark.wire.metric.ProcessorMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsDocumentationTest {
    private static final Path DOCUMENTATION = Path.of("../docs/monitoring.md");

    @Test
    void everyMetric_isDocumented() throws Exception {
        DeclaredMetrics declared = new DeclaredMetrics();
        for (var type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.tidemark.processor")) {
            declared.addFrom(type.reflect());
        }
        assertThat(declared.names())
                .contains("lag_seconds", "sink_rows_stored_total", "filter_events_dropped_total")
                .hasSizeGreaterThan(40);
        String documentation = Files.readString(DOCUMENTATION);
        String section = documentation.substring(
                documentation.indexOf("## Metrics of the stream processor"),
                documentation.indexOf("## Metrics of the query service"));

        assertThat(declared.names()).allSatisfy(name -> assertThat(section).containsPattern("`" + name + "[`{]"));
        new SinkCounters()
                .times()
                .forEach(times -> assertThat(section)
                        .contains("`"
                                + String.valueOf(times.getPrometheusName()).substring(ProcessorMetrics.PREFIX.length())
                                + "{"));
    }
}
