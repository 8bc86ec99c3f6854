package dev.tidemark.query.export;

import dev.tidemark.metrics.Sample;
import dev.tidemark.metrics.SampleSource;
import dev.tidemark.query.parameter.InvalidParameterException;
import dev.tidemark.query.refusal.ConcurrencyLimit;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The tables of all features, and the answers that contain them. */
@Singleton
public final class Exports implements SampleSource {
    private final Map<String, ExportSource> sources = new TreeMap<>();
    private final ConcurrencyLimit limit = new ConcurrencyLimit("exports", 2, "exports");
    private final JsonMapper json;

    Exports(List<ExportSource> sources, JsonMapper json) {
        sources.forEach(source -> {
            if (this.sources.put(source.table(), source) != null) {
                throw new IllegalStateException("two tables are called " + source.table());
            }
        });
        this.json = json;
    }

    /** The tables, sorted by name. */
    List<ExportSource> all() {
        return List.copyOf(sources.values());
    }

    /** @throws InvalidParameterException if there is no such table */
    public ExportSource of(String table) {
        ExportSource source = sources.get(table);
        if (source == null) {
            throw new InvalidParameterException("table", table, "one of " + String.join(", ", sources.keySet()));
        }
        return source;
    }

    /**
     * Takes one of the places for downloads until {@code request} has ended, for a file that is no table.
     *
     * @throws dev.tidemark.query.refusal.LimitReachedException if none gets free
     */
    public void enter(HttpRequest<?> request) {
        limit.enter(request);
    }

    /**
     * Answers with a file. The first page of {@code table} is read at once, the others as they are taken.
     *
     * @param name the name of the table, which is that of the file
     */
    public HttpResponse<InputStream> answer(
            HttpRequest<?> request, String name, ExportFormat format, Supplier<ExportTable> table) {
        limit.enter(request);
        ExportTable read = table.get();
        InputStream body = new ExportStream(read.rows(), format.writer(read, json));
        return HttpResponse.ok(body)
                .contentType(format.type())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + format.fileName(name) + "\"");
    }

    @Override
    public List<Sample> samples() {
        return List.of(limit.refusals());
    }
}
