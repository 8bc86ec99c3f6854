package dev.tidemark.query.redis;

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

/** The page of Redis. Its script asks the API for the figures. */
@Controller(RedisPage.PATH)
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Hidden
final class RedisPage {
    static final String PATH = "/ui/monitoring/redis";

    @Get
    @View("redis")
    Map<String, Object> page(@QueryValue @Nullable String period) {
        return Map.of("period", Period.of(period).label(), "fullPercent", RedisSymptoms.FULL_PERCENT);
    }
}
