package dev.tidemark.query.logs;

import dev.tidemark.query.range.Period;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of live logs. Its script reads the filters from the address and fetches the lines. */
@Controller(LogsPage.PATH)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Hidden
final class LogsPage {
    static final String PATH = "/ui/monitoring/logs";

    @Get
    @View("logs")
    Map<String, Object> page(@QueryValue @Nullable String period) {
        return Map.of("period", Period.of(period).label());
    }
}
