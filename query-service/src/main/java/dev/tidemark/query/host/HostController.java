package dev.tidemark.query.host;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/system")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "system")
final class HostController {
    private static final String UNAVAILABLE = "503 while PostgreSQL does not answer or is busy.";
    private static final String PERIOD = "The span of the history, which ends now: 5m, 15m, 1h (default), 24h or 7d";
    private static final String FROM = "The start of the span, RFC 3339; instead of period";
    private static final String TO = "The end of the span, RFC 3339; default: now";
    private static final String HOST = "Only this host";
    private static final String SERVICE = "Only what instances of this service report";

    private final HostReports reports;
    private final HostHistories histories;

    HostController(HostReports reports, HostHistories histories) {
        this.reports = reports;
        this.histories = histories;
    }

    @Get("/cpu")
    @Operation(summary = "CPU of each host and JVM: newest readings and history", description = UNAVAILABLE)
    SystemReadings cpu(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = HOST) @QueryValue @Nullable String host,
            @Parameter(description = SERVICE) @QueryValue @Nullable String service) {
        return of(GaugeGroup.CPU, new RangeQuery(period, from, to), new HostFilter(host, service));
    }

    @Get("/memory")
    @Operation(summary = "Memory of each host and JVM: newest readings and history", description = UNAVAILABLE)
    SystemReadings memory(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = HOST) @QueryValue @Nullable String host,
            @Parameter(description = SERVICE) @QueryValue @Nullable String service) {
        return of(GaugeGroup.MEMORY, new RangeQuery(period, from, to), new HostFilter(host, service));
    }

    @Get("/disk")
    @Operation(summary = "Disks and file systems of each host: newest readings and history", description = UNAVAILABLE)
    SystemReadings disk(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = HOST) @QueryValue @Nullable String host,
            @Parameter(description = SERVICE) @QueryValue @Nullable String service) {
        return of(GaugeGroup.DISK, new RangeQuery(period, from, to), new HostFilter(host, service));
    }

    @Get("/network")
    @Operation(
            summary = "Network interfaces and TCP sockets of each host: newest readings and history",
            description = UNAVAILABLE)
    SystemReadings network(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = HOST) @QueryValue @Nullable String host,
            @Parameter(description = SERVICE) @QueryValue @Nullable String service) {
        return of(GaugeGroup.NETWORK, new RangeQuery(period, from, to), new HostFilter(host, service));
    }

    @Get("/processes")
    @Operation(
            summary = "Processes of each host, and all readings of each JVM: newest readings and history",
            description = UNAVAILABLE)
    SystemReadings processes(
            @Parameter(description = PERIOD) @QueryValue @Nullable String period,
            @Parameter(description = FROM) @QueryValue @Nullable String from,
            @Parameter(description = TO) @QueryValue @Nullable String to,
            @Parameter(description = HOST) @QueryValue @Nullable String host,
            @Parameter(description = SERVICE) @QueryValue @Nullable String service) {
        return of(GaugeGroup.PROCESSES, new RangeQuery(period, from, to), new HostFilter(host, service));
    }

    /**
     * @param from the start of the history
     * @param to its end
     * @param stepSeconds the width of a point of the history
     * @param everySeconds of how many seconds one reading is in the history; 0 if all are
     * @param truncated whether the history leaves out series because there are more than 300; name a host or a service
     * @param hosts sorted by name
     * @param jvms sorted by host, service and instance; empty for disk and network
     * @param unknown {@code history} if it could not be read, because PostgreSQL is busy for example
     */
    @Serdeable
    record SystemReadings(
            Instant from,
            Instant to,
            long stepSeconds,
            long everySeconds,
            boolean truncated,
            List<HostReadings> hosts,
            List<JvmReadings> jvms,
            List<Unknown> unknown) {}

    private SystemReadings of(GaugeGroup group, RangeQuery range, HostFilter filter) {
        // First, because it refuses a span that is not valid.
        GaugeHistories history = histories.of(group, range, filter);
        Readings readings = reports.readings(group, filter).with(group, history);
        return new SystemReadings(
                history.from(),
                history.to(),
                history.stepSeconds(),
                history.everySeconds(),
                history.truncated(),
                readings.hosts(),
                readings.jvms(),
                history.unknown());
    }
}
