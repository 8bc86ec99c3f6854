package dev.tidemark.query.incident;

import dev.tidemark.query.export.Controls;
import dev.tidemark.query.incident.EvidenceBundles.Bundle;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** The bundle as one page that needs no further request. The template escapes all texts. */
@Singleton
final class EvidencePage {
    private static final String OPERATIONS = "operations";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final TemplateEngine templates;
    private final JsonMapper json;

    EvidencePage(TemplateEngine templates, JsonMapper json) {
        this.templates = templates;
        this.json = json;
    }

    /** A cause in words, and those behind it. */
    record CauseText(String share, String text, String action) {}

    String of(Bundle bundle) {
        IncidentRow incident = bundle.detail().incident();
        Context context = new Context(Locale.ENGLISH);
        context.setVariable("title", Controls.visible("Incident " + incident.id() + ": " + name(incident)));
        context.setVariable("text", Controls.visible(incident.text()));
        context.setVariable("onset", time(incident.onset()));
        context.setVariable("ended", incident.endedAt() == null ? "goes on" : time(incident.endedAt()));
        context.setVariable("detected", time(incident.detectedAt()));
        context.setVariable("version", bundle.version());
        context.setVariable("made", time(bundle.madeAt()));
        context.setVariable("span", time(bundle.from()) + " to " + time(bundle.to()));
        context.setVariable(
                "affected", incident.affected().stream().map(Controls::visible).toList());
        JsonNode diagnosis = tree(bundle.detail().diagnosis());
        context.setVariable("causes", causes(diagnosis.get("causes")));
        context.setVariable("ruledOut", texts(diagnosis.get("ruled_out")));
        context.setVariable("notChecked", texts(diagnosis.get("not_checked")));
        context.setVariable(
                "tables",
                Stream.concat(
                                Stream.of(
                                        diagnosed("Before and after", List.of("before", "after"), diagnosis),
                                        parts(diagnosis.get("shift")),
                                        operations(diagnosis.get("shift"))),
                                Stream.concat(
                                        Stream.of(table(
                                                "Deploys and restarts",
                                                "",
                                                "",
                                                bundle.starts().stream()
                                                        .map(this::tree)
                                                        .toList())),
                                        bundle.sections().stream().map(this::table)))
                        .toList());
        return templates.process("incident-evidence", context);
    }

    private static String name(IncidentRow incident) {
        return incident.affected().isEmpty()
                ? incident.service()
                : incident.affected().getFirst();
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }

    private JsonNode tree(Object value) {
        try {
            return json.writeValueToTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<CauseText> causes(@Nullable JsonNode causes) {
        List<CauseText> texts = new ArrayList<>();
        if (causes != null && causes.isArray()) {
            for (JsonNode cause : causes.values()) {
                texts.add(new CauseText(
                        text(cause.get("share_percent")) + " %", text(cause.get("text")), text(cause.get("action"))));
            }
        }
        return texts;
    }

    private List<String> texts(@Nullable JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (list != null && list.isArray()) {
            list.values().forEach(value -> texts.add(text(value)));
        }
        return texts;
    }

    private EvidenceTable diagnosed(String title, List<String> names, JsonNode diagnosis) {
        List<JsonNode> rows = new ArrayList<>();
        for (String name : names) {
            Map<String, JsonNode> row = new LinkedHashMap<>();
            row.put("span", JsonNode.createStringNode(name));
            JsonNode figures = diagnosis.get(name);
            if (figures != null && figures.isObject()) {
                figures.entries().forEach(entry -> row.put(entry.getKey(), entry.getValue()));
            }
            rows.add(JsonNode.createObjectNode(row));
        }
        return table(title, "", "", rows);
    }

    private EvidenceTable parts(@Nullable JsonNode shift) {
        List<JsonNode> rows =
                partsOf(shift).stream().map(part -> without(part, OPERATIONS)).toList();
        return table(
                "Shift of the mean by part", "", rows.isEmpty() ? "Not measured, or not about latency." : "", rows);
    }

    private EvidenceTable operations(@Nullable JsonNode shift) {
        List<JsonNode> rows = new ArrayList<>();
        for (JsonNode part : partsOf(shift)) {
            for (JsonNode operation : part.get(OPERATIONS).values()) {
                Map<String, JsonNode> row = new LinkedHashMap<>();
                row.put("part", part.get("part"));
                operation.entries().forEach(entry -> row.put(entry.getKey(), entry.getValue()));
                rows.add(JsonNode.createObjectNode(row));
            }
        }
        return table("Shift of the mean by call", "", "", rows);
    }

    private static List<JsonNode> partsOf(@Nullable JsonNode shift) {
        List<JsonNode> parts = new ArrayList<>();
        if (shift != null && shift.isObject()) {
            shift.get("parts").values().forEach(parts::add);
        }
        return parts;
    }

    private static JsonNode without(JsonNode node, String name) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        node.entries().forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        fields.remove(name);
        return JsonNode.createObjectNode(fields);
    }

    private EvidenceTable table(EvidenceSection section) {
        return table(
                section.title(), time(section.from()) + " to " + time(section.to()), section.rest(), section.rows());
    }

    private EvidenceTable table(String title, String span, String rest, List<JsonNode> rows) {
        return EvidenceTable.of(title, span, rest, rows, json);
    }

    private String text(@Nullable JsonNode value) {
        return EvidenceTable.text(value, json);
    }
}
