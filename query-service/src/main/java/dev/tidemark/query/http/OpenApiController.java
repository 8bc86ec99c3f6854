package dev.tidemark.query.http;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Hidden;

/** Serves the description of the API, which the build makes of the controllers. */
@Controller("/api/openapi.yml")
@ExecuteOn(TaskExecutors.BLOCKING)
@Hidden
final class OpenApiController {
    private final ResourceResolver resources;

    OpenApiController(ResourceResolver resources) {
        this.resources = resources;
    }

    @Get
    StreamedFile description() {
        return resources
                .getResource("classpath:META-INF/swagger/openapi.yml")
                .map(StreamedFile::new)
                .orElseThrow(() -> new HttpStatusException(HttpStatus.NOT_FOUND, "This build has no description."));
    }
}
