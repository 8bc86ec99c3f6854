package dev.tidemark.query.diagnosis.cause;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A host or container without memory left. Threshold: since the onset, at least 1 MiB/s read from swap and thrice as much as before, a process
 * killed for want of memory, or 97 % of the memory in use and 2 points more than before.
 */
@Singleton
final class MemoryPressureInspection implements Inspection {
    private static final double MEBIBYTE = 1 << 20;
    private static final double LEAST_SWAP = MEBIBYTE;
    private static final double LEAST_PERCENT = 97;
    private static final double LEAST_RISE = 2;
    private static final double SHARE = 0.4;

    @Override
    public String subject() {
        return "the memory of the hosts";
    }

    @Override
    public boolean canTell(Shift shift, Evidence evidence) {
        return evidence.ofService(shift.service(), "memory_percent").findAny().isPresent();
    }

    @Override
    public Optional<Cause> inspect(Shift shift, Evidence evidence) {
        Gauge found = evidence.ofService(shift.service(), "swap_in_bytes_per_second")
                .filter(gauge -> gauge.after() >= LEAST_SWAP && gauge.after() >= 3 * gauge.beforeOr(0))
                .findFirst()
                .or(() -> evidence.ofService(shift.service(), "cgroup_oom_kills")
                        .filter(gauge -> gauge.before() != null && gauge.max() >= gauge.before() + 1)
                        .findFirst())
                .or(() -> Stream.of("memory_percent", "cgroup_memory_percent")
                        .flatMap(name -> evidence.ofService(shift.service(), name))
                        .filter(gauge ->
                                gauge.after() >= LEAST_PERCENT && gauge.after() - gauge.beforeOr(0) >= LEAST_RISE)
                        .findFirst())
                .orElse(null);
        double share = shift.isSlow() ? HostShare.of(shift) : SHARE;
        if (found == null || share < Slower.LEAST_SHARE) {
            return Optional.empty();
        }
        String what = switch (found.name()) {
            case "swap_in_bytes_per_second" ->
                "host " + found.host() + " reads " + Words.number(found.after() / MEBIBYTE) + " MiB/s from swap";
            case "cgroup_oom_kills" ->
                "the kernel killed processes in the container of " + found.instance() + " for want of memory";
            default ->
                (found.name().startsWith("cgroup") ? "the container of " + found.instance() : "host " + found.host())
                        + " has " + Words.percent(found.after() / 100) + " of its memory in use";
        };
        return Optional.of(new Cause(
                Kind.MEMORY_PRESSURE,
                share,
                null,
                "host " + found.host(),
                what,
                "see which process grew on the page of the host, and restart or limit it"));
    }
}
