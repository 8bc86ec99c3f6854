package dev.tidemark.query.host;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
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
        return named("cpu_", "load_");
    }

    @Get("/memory")
    @Operation(summary = "Newest memory readings by host")
    Hosts memory() {
        return named("memory_", "swap_");
    }

    @Get("/disk")
    @Operation(summary = "Newest disk readings by host")
    Hosts disk() {
        return named("disk_");
    }

    @Get("/network")
    @Operation(summary = "Newest network readings by host")
    Hosts network() {
        return named("network_");
    }

    /**
     * @param hosts by name; machines without such a reading are left out
     */
    @Serdeable
    record Hosts(List<HostReadings> hosts) {}

    private Hosts named(String... prefixes) {
        return new Hosts(reports.readings().stream()
                .map(host -> new HostReadings(host.host(), host.at(), starting(host.values(), prefixes)))
                .filter(host -> !host.values().isEmpty())
                .toList());
    }

    private static Map<String, Double> starting(Map<String, Double> values, String... prefixes) {
        Map<String, Double> starting = new TreeMap<>(values);
        starting.keySet().removeIf(name -> Arrays.stream(prefixes).noneMatch(name::startsWith));
        return starting;
    }
}
