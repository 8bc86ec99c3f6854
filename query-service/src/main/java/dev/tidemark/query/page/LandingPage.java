package dev.tidemark.query.page;

import dev.tidemark.query.kafka.KafkaSettings;
import dev.tidemark.query.range.Period;
import dev.tidemark.query.range.RangeQuery;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page that says in one line what is wrong, and shows the evidence below. */
@Controller("/ui/monitoring/advanced")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Hidden
final class LandingPage {
    private static final List<String> PERIODS =
            Arrays.stream(Period.values()).map(Period::label).toList();

    private final Summaries summaries;
    private final KafkaSettings kafka;

    LandingPage(Summaries summaries, KafkaSettings kafka) {
        this.summaries = summaries;
        this.kafka = kafka;
    }

    /** The whole page. */
    @Get
    @View("landing")
    Map<String, Object> page(@QueryValue @Nullable String period) {
        return Map.of("overview", overview(period), "periods", PERIODS, "kafka", kafka.bootstrapServers());
    }

    /** The part of it that is refreshed. */
    @Get("/overview")
    @View("overview")
    Map<String, Object> part(@QueryValue @Nullable String period) {
        return Map.of("overview", overview(period), "kafka", kafka.bootstrapServers());
    }

    private Overview overview(@Nullable String period) {
        return Overview.of(
                summaries.of(RangeQuery.period(period)), Period.of(period).label());
    }
}
