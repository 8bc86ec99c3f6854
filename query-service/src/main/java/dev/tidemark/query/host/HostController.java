package dev.tidemark.query.host;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

@Controller("/api/monitoring/system")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "system")
final class HostController {
    private final HostReports reports;

    HostController(HostReports reports) {
        this.reports = reports;
    }

    @Get("/cpu")
    @Operation(summary = "Newest CPU readings by host")
    Hosts cpu() {
        return of(GaugeGroup.CPU);
    }

    @Get("/memory")
    @Operation(summary = "Newest memory readings by host")
    Hosts memory() {
        return of(GaugeGroup.MEMORY);
    }

    @Get("/disk")
    @Operation(summary = "Newest disk readings by host and file system")
    Hosts disk() {
        return new Hosts(reports.readings().hosts().stream()
                .map(host ->
                        new HostReadings(host.host(), host.at(), only(host.values(), GaugeGroup.DISK), host.mounts()))
                .filter(host -> !host.values().isEmpty() || !host.mounts().isEmpty())
                .toList());
    }

    @Get("/network")
    @Operation(summary = "Newest network readings by host")
    Hosts network() {
        return of(GaugeGroup.NETWORK);
    }

    @Get("/processes")
    @Operation(summary = "Newest process counts by host, and newest readings of each JVM by service instance")
    Processes processes() {
        return new Processes(
                of(GaugeGroup.PROCESSES).hosts(), reports.readings().jvms());
    }

    /**
     * @param hosts sorted by name; hosts without such readings are omitted
     */
    @Serdeable
    record Hosts(List<HostReadings> hosts) {}

    /**
     * @param hosts sorted by name; hosts without such readings are omitted
     * @param jvms sorted by host, service and instance
     */
    @Serdeable
    record Processes(List<HostReadings> hosts, List<JvmReadings> jvms) {}

    private Hosts of(GaugeGroup group) {
        return new Hosts(reports.readings().hosts().stream()
                .map(host -> new HostReadings(host.host(), host.at(), only(host.values(), group), List.of()))
                .filter(host -> !host.values().isEmpty())
                .toList());
    }

    private static Map<String, Double> only(Map<String, Double> values, GaugeGroup group) {
        Map<String, Double> only = new TreeMap<>(values);
        only.keySet().removeIf(name -> !group.has(name));
        return only;
    }
}
