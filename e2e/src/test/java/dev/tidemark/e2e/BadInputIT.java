package dev.tidemark.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers to bad requests name the bad value and the expected form. */
class BadInputIT {
    private final RunningTidemark tidemark = RunningTidemark.withDemo();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /api/monitoring/summary?period=fortnight         | 400 | fortnight
                    /api/monitoring/summary?from=yesterday           | 400 | yesterday
                    /api/monitoring/api/latency?period=-5m           | 400 | -5m
                    /api/monitoring/logs/stream?level=LOUD           | 400 | LOUD
                    /api/monitoring/no/such/path                     | 404 | /api/monitoring/no/such/path
                    """)
    void badRequest_isAProblemThatNamesTheValue(String path, int status, String named) {
        HttpResponse<String> response = tidemark.api().get(path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(response.body()).contains(named).contains("\"status\":" + status);
    }
}
