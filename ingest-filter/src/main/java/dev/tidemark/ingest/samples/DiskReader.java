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
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;

/** Gauges of the disks, together and each. For one thread. */
final class DiskReader {
    private static final List<String> LAYERED = List.of("dm-", "loop", "ram", "zram", "md");
    private static final int MOST = 16;
    private static final double MILLIS_PER_SECOND = 1000;
    // Columns of /proc/diskstats.
    private static final int READS = 3;
    private static final int READ_MILLIS = 6;
    private static final int WRITES = 7;
    private static final int WRITE_MILLIS = 10;

    private final HardwareAbstractionLayer hardware;
    private final Path statistics;
    private final Rates totals = new Rates();
    private final Rates rates = new Rates();
    private final Pace list;
    private final Pace detail;
    private List<HWDiskStore> disks = List.of();

    DiskReader(HardwareAbstractionLayer hardware, Path root, LongSupplier nanoTime) {
        list = new Pace(Frequency.MINUTE, nanoTime);
        detail = new Pace(Frequency.QUARTER_MINUTE, nanoTime);
        this.hardware = hardware;
        statistics = root.resolve("proc/diskstats");
    }

    void read(Readings readings) {
        // Listing them costs ten times as much as reading their counters.
        list.run(() -> disks = hardware.getDiskStores().stream()
                .filter(disk -> LAYERED.stream().noneMatch(name(disk)::startsWith))
                .limit(MOST)
                .toList());
        List<HWDiskStore> present =
                disks.stream().filter(HWDiskStore::updateAttributes).toList();
        total(readings, Gauge.DISK_READ_BYTES_PER_SECOND, present, HWDiskStore::getReadBytes);
        total(readings, Gauge.DISK_WRITE_BYTES_PER_SECOND, present, HWDiskStore::getWriteBytes);
        total(readings, Gauge.DISK_READS_PER_SECOND, present, HWDiskStore::getReads);
        total(readings, Gauge.DISK_WRITES_PER_SECOND, present, HWDiskStore::getWrites);
        detail.run(() -> present.forEach(disk -> readEach(readings, disk)));
    }

    /** The sum of the rates, and not the rate of the sum: a disk that appears has counted before. */
    private void total(Readings readings, Gauge gauge, List<HWDiskStore> present, ToLongFunction<HWDiskStore> counter) {
        double[] known = present.stream()
                .map(disk -> totals.next(gauge.name() + disk.getName(), counter.applyAsLong(disk)))
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        if (known.length > 0) {
            readings.put(gauge, Arrays.stream(known).sum());
        }
    }

    private void readEach(Readings readings, HWDiskStore disk) {
        String name = name(disk);
        rate(readings, Gauge.DEVICE_READ_BYTES_PER_SECOND, name, disk.getReadBytes());
        rate(readings, Gauge.DEVICE_WRITE_BYTES_PER_SECOND, name, disk.getWriteBytes());
        rate(readings, Gauge.DEVICE_READS_PER_SECOND, name, disk.getReads());
        rate(readings, Gauge.DEVICE_WRITES_PER_SECOND, name, disk.getWrites());
        rates.next("busy" + name, disk.getTransferTime())
                .ifPresent(millis -> readings.put(
                        Gauge.DEVICE_UTILIZATION_PERCENT, name, Math.min(100, 100 * millis / MILLIS_PER_SECOND)));
        for (String line : HostFiles.lines(statistics)) {
            String[] columns = line.strip().split("\\s+");
            if (columns.length > WRITE_MILLIS && columns[2].equals(name)) {
                long millis = number(columns[READ_MILLIS]) + number(columns[WRITE_MILLIS]);
                long requests = number(columns[READS]) + number(columns[WRITES]);
                readings.put(Gauge.DEVICE_AWAIT_MS, name, rates.ratio("await" + name, millis, requests));
            }
        }
    }

    private void rate(Readings readings, Gauge gauge, String name, long count) {
        readings.put(gauge, name, rates.next(gauge.name() + name, count));
    }

    private static long number(String text) {
        OptionalLong number = HostFiles.number(text);
        return number.orElse(0);
    }

    private static String name(HWDiskStore disk) {
        return disk.getName().replace("/dev/", "");
    }
}
