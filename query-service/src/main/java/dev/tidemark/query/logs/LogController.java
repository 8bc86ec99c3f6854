package dev.tidemark.query.logs;

import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "logs")
final class LogController {
    private static final int MOST = 1000;

    private final Database store;
    private final Since since;
    private final JsonMapper json;

    LogController(@Named(Databases.STORE) Database store, Since since, JsonMapper json) {
        this.store = store;
        this.since = since;
        this.json = json;
    }

    @Get("/logs")
    @Operation(summary = "Stored log lines, the newest first", description = "503 while the database is away.")
    Lines logs(
            @RequestBean LogQuery query,
            @Parameter(
                            description =
                                    "How far back: a duration such as 15m, 1h (if nothing is said), 24h or 7d, or RFC"
                                            + " 3339")
                    @QueryValue("since")
                    @Nullable String sinceText,
            @Parameter(description = "Only lines before this, RFC 3339") @QueryValue @Nullable String until,
            @Parameter(description = "At most so many, 1 to 1000") @QueryValue(defaultValue = "200") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new HttpStatusException(
                    HttpStatus.BAD_REQUEST, "limit " + limit + ": expected a number from 1 to " + MOST);
        }
        LogFilter filter = query.filter();
        Since.Span span = since.of(sinceText, until);
        // One more than asked for tells whether there are more.
        List<LogSql.Row> rows =
                store.readLong(connection -> LogSql.newest(connection, filter, span.from(), span.to(), limit + 1));
        return new Lines(
                span.from(),
                span.to(),
                rows.size() > limit,
                rows.stream().limit(limit).map(this::line).toList());
    }

    private Line line(LogSql.Row row) {
        return new Line(
                row.ts(),
                row.service(),
                row.instance(),
                row.level(),
                row.logger(),
                row.thread(),
                row.message(),
                row.traceId(),
                row.spanId(),
                row.errorType(),
                row.stackTrace(),
                fields(row.fieldsJson()),
                row.position());
    }

    private Map<String, Object> fields(@Nullable String text) {
        try {
            return text == null ? Map.of() : json.readValue(text, Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Stored lines.
     *
     * @param truncated whether there are more than were asked for
     */
    @Serdeable
    record Lines(Instant from, Instant to, boolean truncated, List<Line> lines) {}

    /**
     * One stored line, with the names of the live stream.
     *
     * @param position where it stands in the logs topic, {@code partition:offset}
     */
    @Serdeable
    record Line(
            Instant ts,
            String service,
            @Nullable String instance,
            @Nullable String level,
            @Nullable String logger,
            @Nullable String thread,
            String message,
            @Nullable String traceId,
            @Nullable String spanId,
            @Nullable String errorType,
            @Nullable String stackTrace,
            Map<String, Object> fields,
            String position) {}
}
