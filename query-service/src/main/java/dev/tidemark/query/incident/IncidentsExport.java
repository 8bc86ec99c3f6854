package dev.tidemark.query.incident;

import dev.tidemark.query.export.ExportQuery;
import dev.tidemark.query.export.ExportSource;
import dev.tidemark.query.export.ExportTable;
import dev.tidemark.query.incident.IncidentReports.Question;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The incidents of a span. */
@Singleton
final class IncidentsExport implements ExportSource {
    private static final int PAGE = 200;

    private final IncidentReports reports;

    IncidentsExport(IncidentReports reports) {
        this.reports = reports;
    }

    @Override
    public String table() {
        return "incidents";
    }

    @Override
    public String description() {
        return "an incident that touches the span, the newest first";
    }

    @Override
    public ExportTable read(ExportQuery query) {
        return ExportTable.of(IncidentRow.class, new Pages(query));
    }

    private final class Pages implements ExportTable.Pages<IncidentRow> {
        private final ExportQuery query;
        private @Nullable IncidentCursor before;
        private boolean ended;

        Pages(ExportQuery query) {
            this.query = query;
        }

        @Override
        public @Nullable List<IncidentRow> next() {
            if (ended) {
                return null;
            }
            IncidentList page = reports.of(new Question(query.range(), query.service(), before, PAGE));
            ended = page.next() == null;
            before = IncidentCursor.parse(page.next());
            return page.incidents();
        }
    }
}
