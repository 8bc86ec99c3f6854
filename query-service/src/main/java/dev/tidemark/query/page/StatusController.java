package dev.tidemark.query.page;

import dev.tidemark.query.range.PageSpan;
import dev.tidemark.query.summary.Summaries;
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

/** Serves the part of the header that every page refreshes: the health badge and the freshness of the data. */
@Controller("/ui/monitoring/status")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Hidden
final class StatusController {
    private final Summaries summaries;

    StatusController(Summaries summaries) {
        this.summaries = summaries;
    }

    @Get
    @View("components/status")
    Map<String, Object> status(
            @QueryValue @Nullable String period, @QueryValue @Nullable String from, @QueryValue @Nullable String to) {
        return Map.of(
                "status",
                PageStatus.of(summaries.of(PageSpan.of(period, from, to).range())));
    }
}
