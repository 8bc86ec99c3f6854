package dev.tidemark.query.page;

import dev.tidemark.query.card.CardSource;
import dev.tidemark.query.freshness.FreshnessReports;
import dev.tidemark.query.kafka.KafkaSettings;
import dev.tidemark.query.parallel.ParallelQuery;
import dev.tidemark.query.range.PageSpan;
import dev.tidemark.query.store.DatabaseException;
import dev.tidemark.query.summary.Summaries;
import dev.tidemark.query.summary.Summary;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.views.View;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The landing page: says in one line what is wrong and shows the evidence below. */
@Controller("/ui/monitoring/advanced")
@ExecuteOn(TaskExecutors.BLOCKING)
@Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
@Hidden
final class LandingPage {
    /** The time limit of the cards; the summary has its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Summaries summaries;
    private final Cards cards;
    private final FreshnessReports freshness;
    private final KafkaSettings kafka;
    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("page-", 0).factory());

    LandingPage(Summaries summaries, Cards cards, FreshnessReports freshness, KafkaSettings kafka) {
        this.summaries = summaries;
        this.cards = cards;
        this.freshness = freshness;
        this.kafka = kafka;
    }

    /** The whole page. */
    @Get
    @View("landing")
    Map<String, Object> page(
            @QueryValue @Nullable String period,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String service) {
        return part(period, from, to, service);
    }

    /** The part of the page that is refreshed. */
    @Get("/overview")
    @View("overview")
    Map<String, Object> part(
            @QueryValue @Nullable String period,
            @QueryValue @Nullable String from,
            @QueryValue @Nullable String to,
            @QueryValue @Nullable String service) {
        return Map.of("overview", overview(PageSpan.of(period, from, to), service), "kafka", kafka.bootstrapServers());
    }

    private Overview overview(PageSpan span, @Nullable String service) {
        ParallelQuery query = new ParallelQuery(executor, PATIENCE);
        var parts = cards.ask(query, new CardSource.Request(span.range(), span.words(), service, isStale()));
        Summary summary = summaries.of(span.range());
        return Overview.of(summary, span, cards.of(parts));
    }

    private boolean isStale() {
        try {
            return freshness.now().stale();
        } catch (DatabaseException e) {
            // The cards already show what cannot be read.
            return true;
        }
    }

    @PreDestroy
    void close() {
        executor.shutdownNow();
    }
}
