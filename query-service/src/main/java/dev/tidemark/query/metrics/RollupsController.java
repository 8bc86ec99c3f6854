package dev.tidemark.query.metrics;

import dev.tidemark.metrics.PrometheusExporter;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/prometheus/rollups")
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class RollupsController {
    private final PrometheusExporter exporter;

    RollupsController(List<RollupCollector> collectors) {
        this.exporter = PrometheusExporter.of(collectors);
    }

    /** The exporter chooses the format, so every accepted type leads here. */
    @Get
    @Produces(MediaType.ALL)
    HttpResponse<byte[]> metrics(@Header @Nullable String accept) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        exporter.write(accept, body);
        return HttpResponse.ok(body.toByteArray()).contentType(MediaType.of(exporter.contentType(accept)));
    }
}
