package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.attribute.OperationShift;
import dev.tidemark.query.diagnosis.attribute.Side.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is known besides the requests.
 *
 * @param gauges samples of hosts, JVMs, PostgreSQL and Redis
 * @param errorsBefore errors by type in the span before
 * @param errorsAfter those since the onset
 * @param instances the instances of the service
 * @param called what became of the endpoints that the requests call
 * @param siblings the other endpoints of the service
 * @param statements what PostgreSQL says about statements, by their operation
 */
public record Evidence(
        List<Gauge> gauges,
        Map<String, Long> errorsBefore,
        Map<String, Long> errorsAfter,
        List<Instance> instances,
        List<Called> called,
        Siblings siblings,
        Map<Operation, StatementFacts> statements) {
    public static final Evidence NONE =
            new Evidence(List.of(), Map.of(), Map.of(), List.of(), List.of(), new Siblings(0, 0));

    public Evidence {
        gauges = List.copyOf(gauges);
        errorsBefore = Map.copyOf(errorsBefore);
        errorsAfter = Map.copyOf(errorsAfter);
        instances = List.copyOf(instances);
        called = List.copyOf(called);
        statements = Map.copyOf(statements);
    }

    /** Without statements. */
    public Evidence(
            List<Gauge> gauges,
            Map<String, Long> errorsBefore,
            Map<String, Long> errorsAfter,
            List<Instance> instances,
            List<Called> called,
            Siblings siblings) {
        this(gauges, errorsBefore, errorsAfter, instances, called, siblings, Map.of());
    }

    /**
     * An instance of a service.
     *
     * @param started when its JVM started
     * @param lastSeen its newest sample
     */
    public record Instance(String service, String name, Instant started, Instant lastSeen) {}

    /** An endpoint of another service that a call goes to, and why it is slower or fails. */
    public record Called(OperationShift operation, Shift shift, List<Cause> causes) {}

    /** The requests and the errors of the other endpoints of the service since the onset. */
    public record Siblings(double requests, double errors) {}

    /** What is known of a statement. */
    StatementFacts statement(OperationShift shift) {
        return statements.getOrDefault(shift.operation(), StatementFacts.UNKNOWN);
    }

    /** The series of a gauge. */
    Stream<Gauge> gauges(String type, String name) {
        return gauges.stream()
                .filter(gauge -> gauge.type().equals(type) && gauge.name().equals(name));
    }

    /** Those of the hosts and JVMs of a service. */
    Stream<Gauge> ofService(String service, String name) {
        return gauges("system", name).filter(gauge -> gauge.service().equals(service));
    }

    boolean hasGauges(String type) {
        return gauges.stream().anyMatch(gauge -> gauge.type().equals(type));
    }
}
