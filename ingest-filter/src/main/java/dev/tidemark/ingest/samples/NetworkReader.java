package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/** Gauges of the network interfaces, together and each. For one thread. */
final class NetworkReader {
    private static final List<String> BRIDGES = List.of("docker", "br-", "veth", "virbr", "cni");
    private static final int MOST = 16;

    private final HardwareAbstractionLayer hardware;
    private final Path interfaces;
    private final Rates totals = new Rates();
    private final Rates rates = new Rates();
    private final Pace list;
    private final Pace detail;
    private List<NetworkIF> present = List.of();

    NetworkReader(HardwareAbstractionLayer hardware, Path root, LongSupplier nanoTime) {
        list = new Pace(Frequency.MINUTE, nanoTime);
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        this.hardware = hardware;
        interfaces = root.resolve("sys/class/net");
    }

    void read(Readings readings) {
        list.run(() -> present = hardware.getNetworkIFs().stream()
                .filter(network -> BRIDGES.stream().noneMatch(network.getName()::startsWith))
                .limit(MOST)
                .toList());
        List<NetworkIF> read =
                present.stream().filter(NetworkIF::updateAttributes).toList();
        total(readings, Gauge.NETWORK_RX_BYTES_PER_SECOND, read, NetworkIF::getBytesRecv);
        total(readings, Gauge.NETWORK_TX_BYTES_PER_SECOND, read, NetworkIF::getBytesSent);
        total(readings, Gauge.NETWORK_RX_PACKETS_PER_SECOND, read, NetworkIF::getPacketsRecv);
        total(readings, Gauge.NETWORK_TX_PACKETS_PER_SECOND, read, NetworkIF::getPacketsSent);
        total(
                readings,
                Gauge.NETWORK_ERRORS_PER_SECOND,
                read,
                network -> network.getInErrors() + network.getOutErrors());
        total(
                readings,
                Gauge.NETWORK_DROPS_PER_SECOND,
                read,
                network -> network.getInDrops() + unsent(network).orElse(0));
        detail.run(() -> read.forEach(network -> readEach(readings, network)));
    }

    /** The sum of the rates, and not the rate of the sum: an interface that appears has counted before. */
    private void total(Readings readings, Gauge gauge, List<NetworkIF> read, ToLongFunction<NetworkIF> counter) {
        double[] known = read.stream()
                .map(network -> totals.next(gauge.name() + network.getName(), counter.applyAsLong(network)))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        if (known.length > 0) {
            readings.put(gauge, Arrays.stream(known).sum());
        }
    }

    private void readEach(Readings readings, NetworkIF network) {
        String name = network.getName();
        rate(readings, Gauge.INTERFACE_RX_BYTES_PER_SECOND, name, network.getBytesRecv());
        rate(readings, Gauge.INTERFACE_TX_BYTES_PER_SECOND, name, network.getBytesSent());
        rate(readings, Gauge.INTERFACE_RX_PACKETS_PER_SECOND, name, network.getPacketsRecv());
        rate(readings, Gauge.INTERFACE_TX_PACKETS_PER_SECOND, name, network.getPacketsSent());
        rate(readings, Gauge.INTERFACE_RX_ERRORS_PER_SECOND, name, network.getInErrors());
        rate(readings, Gauge.INTERFACE_TX_ERRORS_PER_SECOND, name, network.getOutErrors());
        rate(readings, Gauge.INTERFACE_RX_DROPS_PER_SECOND, name, network.getInDrops());
        unsent(network).ifPresent(count -> rate(readings, Gauge.INTERFACE_TX_DROPS_PER_SECOND, name, count));
    }

    private void rate(Readings readings, Gauge gauge, String name, long count) {
        readings.put(gauge, name, rates.next(gauge.name() + name, count));
    }

    /** OSHI tells only the received packets that were dropped. */
    private OptionalLong unsent(NetworkIF network) {
        return HostFiles.number(interfaces.resolve(network.getName()).resolve("statistics/tx_dropped"));
    }
}
