package dev.tidemark.query.diagnosis.cause;

import dev.tidemark.query.diagnosis.cause.Evidence.Instance;
import dev.tidemark.query.diagnosis.detect.Deviation;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Requests that do not come any more, or far fewer of them, while the instances still run. Threshold: that of the detection; an instance is taken to
 * run if it sent samples in the last 30 s.
 */
@Singleton
final class TrafficGoneInspection implements Inspection {
    private static final Duration QUIET = Duration.ofSeconds(30);
    private static final double SHARE = 0.6;

    @Override
    public String subject() {
        return "clients that stopped calling";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return shift.kind().isTraffic();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        if (!canTell(shift, evidence)) {
            return Optional.empty();
        }
        List<Instance> running = evidence.instances().stream()
                .filter(instance ->
                        Duration.between(instance.lastSeen(), shift.end()).compareTo(QUIET) <= 0)
                .toList();
        if (shift.kind() != Deviation.Kind.SILENT) {
            return Optional.of(fewer(shift, evidence, running));
        }
        if (evidence.instances().isEmpty()) {
            return Optional.of(new Cause(
                    Kind.TRAFFIC_GONE,
                    SHARE,
                    null,
                    shift.text(),
                    "no client calls it, or it does not run: none of its instances sends samples",
                    "check that the service runs, and what calls it"));
        }
        if (running.isEmpty()) {
            String gone = evidence.instances().stream()
                    .map(Instance::name)
                    .sorted()
                    .limit(3)
                    .collect(Collectors.joining(", "));
            return Optional.of(new Cause(
                    Kind.TRAFFIC_GONE,
                    1,
                    null,
                    gone,
                    "no instance of " + shift.service() + " sends samples any more (last: " + gone + ")",
                    "start the service, or look at why it stopped: its last log lines, the kernel's OOM killer"));
        }
        return Optional.of(new Cause(
                Kind.TRAFFIC_GONE,
                SHARE,
                null,
                shift.text(),
                (running.size() == 1
                                ? "the instance " + running.getFirst().name() + " runs"
                                : running.size() + " instances run")
                        + ", but no client calls it",
                "check what is in front of it: load balancer, name service, the services that call it"));
    }

    private static Cause fewer(Shift shift, Evidence evidence, List<Instance> running) {
        List<String> gone = evidence.instances().stream()
                .filter(instance -> !running.contains(instance)
                        && !instance.lastSeen().isBefore(shift.onset().minus(QUIET)))
                .map(Instance::name)
                .sorted()
                .toList();
        if (!gone.isEmpty()) {
            return new Cause(
                    Kind.TRAFFIC_GONE,
                    1,
                    null,
                    String.join(", ", gone.subList(0, Math.min(3, gone.size()))),
                    gone.size() + " of " + (gone.size() + running.size()) + " instances of " + shift.service()
                            + " send no samples any more ("
                            + String.join(", ", gone.subList(0, Math.min(3, gone.size())))
                            + ")",
                    "start them again, or look at why they stopped: their last log lines, the kernel's OOM killer");
        }
        return new Cause(
                Kind.TRAFFIC_GONE,
                SHARE,
                null,
                shift.text(),
                (running.isEmpty()
                                ? "it answers those that come"
                                : running.size() == 1
                                        ? "the instance " + running.getFirst().name() + " runs"
                                        : running.size() + " instances run")
                        + ", but clients call it less",
                "check what is in front of it: load balancer, name service, the services that call it");
    }
}
