package dev.tidemark.query.logs;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.refusal.ConcurrencyLimit;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;

/** Bounds how many large answers with log lines are in memory at a time. */
@Singleton
final class AnswerPermits implements SampleSource {
    private final ConcurrencyLimit lists = new ConcurrencyLimit("log_lists", 8, "lists of log lines");
    private final ConcurrencyLimit lines = new ConcurrencyLimit("log_lines", 2, "whole log lines");

    /** For a list of lines. */
    void list(HttpRequest<?> request) {
        lists.enter(request);
    }

    /** For one whole line. */
    void line(HttpRequest<?> request) {
        lines.enter(request);
    }

    @Override
    public List<Sample> samples() {
        return List.of(lists.refusals(), lines.refusals());
    }
}
