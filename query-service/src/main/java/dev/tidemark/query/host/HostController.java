package dev.tidemark.query.host;

import dev.tidemark.query.figures.Unknown;
import dev.tidemark.query.range.Comparison;
import dev.tidemark.query.range.RangeQuery;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Controller("/api/monitoring/system")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "system")
final class HostController {
    private final HostReports reports;
    private final HostHistories histories;

    HostController(HostReports reports, HostHistories histories) {
        this.reports = reports;
        this.histories = histories;
    }

    @Get("/{group}")
    @Operation(
            summary = "Hosts and JVMs: newest readings and history of one group of gauges",
            description =
                    "cpu: processors and load. memory: memory and swap of hosts, heap and pools of JVMs. disk: disks and file"
                            + " systems of hosts. network: interfaces and TCP sockets of hosts. processes: processes of hosts, and all readings of"
                            + " JVMs. 503 while PostgreSQL does not answer or is busy.")
    SystemReadings readings(
            @Parameter(
                            description = "The group of gauges",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"cpu", "memory", "disk", "network", "processes"}))
                    @PathVariable
                    String group,
            @Parameter(description = "The span of the history, which ends now: 5m, 15m, 1h (default), 24h or 7d")
                    @QueryValue
                    @Nullable String period,
            @Parameter(description = "The start of the span, RFC 3339; instead of period") @QueryValue @Nullable String from,
            @Parameter(description = "The end of the span, RFC 3339; default: now") @QueryValue @Nullable String to,
            @Parameter(description = "Only this host") @QueryValue @Nullable String host,
            @Parameter(description = "Only what instances of this service report") @QueryValue @Nullable String service,
            @Parameter(description = "Also the history of the same hours of the day or the week before: day or week")
                    @QueryValue
                    @Nullable String compare) {
        GaugeGroup wanted = GaugeGroup.of(group);
        RangeQuery range = new RangeQuery(period, from, to);
        HostFilter filter = new HostFilter(host, service);
        Comparison comparison = Comparison.of(compare);
        // First, because it refuses a span that is not valid.
        GaugeHistories history = histories.of(wanted, range, filter);
        SystemReadings now = readings(history, reports.readings(wanted, filter).with(wanted, history));
        if (comparison == null) {
            return now;
        }
        GaugeHistories earlier = histories.earlier(wanted, range, comparison, filter);
        return now.comparedWith(readings(earlier, new Readings(List.of(), List.of()).with(wanted, earlier)));
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
     * @param comparison the history of the earlier span, without newest readings; null if none was asked for
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
            List<Unknown> unknown,
            @Nullable SystemReadings comparison) {
        SystemReadings comparedWith(SystemReadings earlier) {
            return new SystemReadings(from, to, stepSeconds, everySeconds, truncated, hosts, jvms, unknown, earlier);
        }
    }

    private static SystemReadings readings(GaugeHistories history, Readings readings) {
        return new SystemReadings(
                history.from(),
                history.to(),
                history.stepSeconds(),
                history.everySeconds(),
                history.truncated(),
                readings.hosts(),
                readings.jvms(),
                history.unknown(),
                null);
    }
}
