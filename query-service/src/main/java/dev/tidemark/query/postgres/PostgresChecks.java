package dev.tidemark.query.postgres;

import dev.tidemark.query.postgres.Checklist.Check;
import dev.tidemark.query.range.RangeQuery;
import dev.tidemark.query.range.TimeRange;
import dev.tidemark.query.range.TimeRanges;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Judges what the other reports read. */
@Singleton
final class PostgresChecks {
    private final PostgresReports reports;
    private final ConnectionReports connections;
    private final LockReports locks;
    private final TableReports tables;
    private final ServerReports server;
    private final StatementSpans statements;
    private final StatementTexts texts;
    private final TimeRanges ranges;

    PostgresChecks(
            PostgresReports reports,
            ConnectionReports connections,
            LockReports locks,
            TableReports tables,
            ServerReports server,
            StatementSpans statements,
            StatementTexts texts,
            TimeRanges ranges) {
        this.reports = reports;
        this.connections = connections;
        this.locks = locks;
        this.tables = tables;
        this.server = server;
        this.statements = statements;
        this.texts = texts;
        this.ranges = ranges;
    }

    Checklist of(RangeQuery query) {
        TimeRange range = ranges.of(query);
        PostgresStatus status = reports.status(range);
        PostgresHistory history = server.history(range);
        List<Check> checks = Stream.of(
                        SessionChecks.of(connections.present(), locks.present()),
                        StatementChecks.of(
                                status,
                                statements.of(range, StatementChecks.FIGURES),
                                ids -> texts.of(Set.copyOf(ids))),
                        TableChecks.of(tables.tables(), tables.bloat(range)),
                        IndexChecks.of(tables.indexes(), range.now()),
                        List.of(TableChecks.missingIndexes(tables.tables())),
                        ServerChecks.of(server.present(), history))
                .flatMap(List::stream)
                .toList();
        return Checklist.of(range.from(), range.to(), checks);
    }
}
