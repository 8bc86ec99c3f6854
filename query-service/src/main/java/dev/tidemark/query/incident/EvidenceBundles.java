package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.InstanceStarts;
import dev.tidemark.query.store.Database;
import dev.tidemark.query.store.Databases;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers everything about one incident: from the same tables as downloads, so that no figure is made twice. */
@Singleton
final class EvidenceBundles {
    private static final Duration BEFORE = Duration.ofMinutes(15);
    private static final Duration AFTER = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofHours(1);
    /** Of a longer incident, its first hours. */
    static final Duration LONGEST = Duration.ofHours(24);
    /** Windows of 10 s: two hours. */
    static final int MOST_WINDOWS = 720;
    /** Rows of the other tables. */
    static final int MOST_ROWS = 50;
    /** Log lines. */
    static final int MOST_LINES = 200;

    private final IncidentReports reports;
    private final EvidenceTables tables;
    private final InstanceStarts starts;
    private final Database store;
    private final Clock clock;
    private final JsonMapper json;

    EvidenceBundles(
            IncidentReports reports,
            EvidenceTables tables,
            InstanceStarts starts,
            @Named(Databases.STORE) Database store,
            Clock clock,
            JsonMapper json) {
        this.reports = reports;
        this.tables = tables;
        this.starts = starts;
        this.store = store;
        this.clock = clock;
        this.json = json;
    }

    /**
     * All of it.
     *
     * @param to the end of the span that is shown: the incident's, now, or {@link #LONGEST} after its onset
     */
    record Bundle(
            String version,
            Instant madeAt,
            IncidentDetail detail,
            Instant from,
            Instant to,
            List<InstanceStarts.Start> starts,
            List<EvidenceSection> sections) {}

    /** @throws dev.tidemark.query.refusal.NotStoredException if there is no such incident */
    Bundle of(long id) {
        IncidentDetail detail = reports.one(id);
        IncidentRow incident = detail.incident();
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant from = incident.onset();
        Instant ended = incident.endedAt() == null ? now : incident.endedAt();
        Instant to = earlier(earlier(ended, now), from.plus(LONGEST));
        if (!to.isAfter(from)) {
            to = from.plusSeconds(10);
        }
        Instant wideFrom = from.minus(BEFORE);
        Instant wideTo = earlier(to.plus(AFTER), now);
        Instant end = to;
        List<EvidenceSection> sections = new ArrayList<>();
        sections.add(tables.narrow("latency", "Requests in windows of 10 s", incident, wideFrom, wideTo, MOST_WINDOWS));
        sections.add(tables.read("breakdown", "Where the time went", incident, wideFrom, wideTo, 2 * MOST_ROWS));
        sections.add(tables.read("calls", "Calls in the hour before", incident, from.minus(USUAL), from, MOST_ROWS));
        sections.add(tables.read("calls", "Calls in the incident", incident, from, end, MOST_ROWS));
        sections.add(tables.read("postgres_slow_queries", "Statements", incident, from, end, MOST_ROWS));
        sections.add(tables.read("errors", "Errors", incident, from, end, MOST_ROWS));
        sections.add(tables.read("traces_slowest", "The slowest requests", incident, from, end, MOST_ROWS));
        sections.add(tables.read("traces_failing", "Requests that failed", incident, from, end, MOST_ROWS));
        sections.add(tables.read("logs", "Log lines of " + incident.service(), incident, from, end, MOST_LINES));
        var started = store.read(() -> starts.within(wideFrom, wideTo, null));
        return new Bundle(Version.CURRENT, now, detail, from, end, started, sections);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The bundle as JSON. */
    byte[] json(Bundle bundle) {
        try {
            Map<String, JsonNode> fields = new LinkedHashMap<>();
            fields.put("tidemark_version", JsonNode.createStringNode(bundle.version));
            fields.put("made_at", JsonNode.createStringNode(bundle.madeAt.toString()));
            fields.put("from", JsonNode.createStringNode(bundle.from.toString()));
            fields.put("to", JsonNode.createStringNode(bundle.to.toString()));
            fields.put("incident", json.writeValueToTree(bundle.detail.incident()));
            fields.put("diagnosis", json.writeValueToTree(bundle.detail.diagnosis()));
            List<JsonNode> started = new ArrayList<>();
            for (InstanceStarts.Start start : bundle.starts) {
                started.add(json.writeValueToTree(start));
            }
            fields.put("starts", JsonNode.createArrayNode(started));
            fields.put(
                    "sections",
                    JsonNode.createArrayNode(
                            bundle.sections.stream().map(EvidenceSection::json).toList()));
            return json.writeValueAsBytes(JsonNode.createObjectNode(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
