package dev.tidemark.query.endpoints;

import dev.tidemark.query.range.Period;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of endpoints: a table of all, and where the time and the errors of the chosen one come from. */
@Controller(EndpointsPage.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Hidden
final class EndpointsPage {
    static final String PATH = "/ui/monitoring/api";

    @Get
    @View("endpoints")
    Map<String, Object> page(@QueryValue @Nullable String period) {
        return Map.of("period", Period.of(period).label());
    }
}
