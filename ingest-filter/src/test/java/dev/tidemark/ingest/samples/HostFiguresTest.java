package dev.tidemark.ingest.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tidemark.wire.metric.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The gauges of the host, beside what {@code /proc} says at the same time. */
@Tag("java17")
@EnabledOnOs(OS.LINUX)
class HostFiguresTest {
    private static final Path PROC = Path.of("/proc");

    @TempDir
    Path root;

    private final Recorded recorded = new Recorded();

    @Test
    void memory_isThatOfMeminfo() throws IOException {
        Map<String, Double> before = meminfo();
        recorded.read(host());
        Map<String, Double> after = meminfo();

        // A machine with a limit of its own shows that.
        assumeFalse(recorded.has(Gauge.CGROUP_MEMORY_LIMIT_MB));
        double total = before.getOrDefault("MemTotal", 0.0);
        assertThat(recorded.value(Gauge.MEMORY_TOTAL_MB)).isEqualTo(total);
        between("MemAvailable", Gauge.MEMORY_AVAILABLE_MB, before, after, total / 5);
        between("Cached", Gauge.MEMORY_CACHED_MB, before, after, total / 5);
        between("SwapTotal", Gauge.SWAP_TOTAL_MB, before, after, 0);
    }

    @Test
    void processorShares_areThoseOfStat() throws IOException {
        HostSamples samples = host();
        recorded.read(samples);
        long[] before = stat();
        long end = System.nanoTime() + 1_000_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        recorded.read(samples);
        long[] after = stat();

        double all = 0;
        for (int i = 0; i < 8; i++) {
            all += after[i] - before[i];
        }
        double user = 100 * (after[0] - before[0] + after[1] - before[1]) / all;
        double kernel = 100 * (after[2] - before[2] + after[5] - before[5] + after[6] - before[6]) / all;
        assertThat(recorded.value(Gauge.CPU_USER_PERCENT)).isCloseTo(user, within(25.0));
        assertThat(recorded.value(Gauge.CPU_SYSTEM_PERCENT)).isCloseTo(kernel, within(25.0));
        double sum = recorded.value(Gauge.CPU_USER_PERCENT)
                + recorded.value(Gauge.CPU_SYSTEM_PERCENT)
                + recorded.value(Gauge.CPU_IOWAIT_PERCENT)
                + recorded.value(Gauge.CPU_STEAL_PERCENT);
        // This test kept one processor busy.
        assertThat(sum).isBetween(50.0 / Runtime.getRuntime().availableProcessors(), 100.001);
    }

    @Test
    void ratesOfDisksAndInterfaces_areThoseOfTheirCounters() throws IOException {
        HostSamples samples = host();
        Counters beforeFirst = Counters.read();
        recorded.read(samples);
        Counters afterFirst = Counters.read();
        try (FileChannel file =
                FileChannel.open(root.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(4 << 20));
            file.force(true);
        }
        recorded.moveSeconds(20);
        Counters beforeSecond = Counters.read();
        recorded.read(samples);
        Counters afterSecond = Counters.read();

        double shortest = (beforeSecond.nanos() - afterFirst.nanos()) / 1e9;
        double longest = (afterSecond.nanos() - beforeFirst.nanos()) / 1e9;
        for (Gauge gauge : List.of(Gauge.DEVICE_WRITE_BYTES_PER_SECOND, Gauge.INTERFACE_RX_BYTES_PER_SECOND)) {
            recorded.items(gauge)
                    .forEach((item, rate) -> assertThat(rate)
                            .as(item)
                            .isBetween(
                                    (beforeSecond.of(item) - afterFirst.of(item)) / longest - 1,
                                    (afterSecond.of(item) - beforeFirst.of(item)) / shortest + 1));
        }
    }

    /** Bytes written by each disk and received by each interface. */
    private record Counters(long nanos, Map<String, Long> bytes) {
        private static final int SECTOR = 512;

        static Counters read() throws IOException {
            Map<String, Long> bytes = new TreeMap<>();
            for (String line : Files.readAllLines(PROC.resolve("diskstats"))) {
                String[] columns = line.strip().split("\\s+");
                bytes.put(columns[2], Long.parseLong(columns[9]) * SECTOR);
            }
            for (String line : Files.readAllLines(PROC.resolve("net/dev"))) {
                String[] columns = line.strip().split("[:\\s]+");
                if (line.contains(":")) {
                    bytes.put(columns[0], Long.parseLong(columns[1]));
                }
            }
            return new Counters(System.nanoTime(), bytes);
        }

        double of(String item) {
            return bytes.getOrDefault(item, 0L);
        }
    }

    @Test
    void processes_areThoseOfProc() throws IOException {
        HostSamples samples = host();
        int before = processes();
        recorded.read(samples);
        int after = processes();

        double count = recorded.value(Gauge.PROCESS_COUNT);
        assertThat(count).isBetween(Math.min(before, after) - 100.0, Math.max(before, after) + 100.0);
        double states = recorded.items(Gauge.PROCESSES_IN_STATE).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(states).isCloseTo(count, within(100.0));
        double uptime =
                Double.parseDouble(Files.readString(PROC.resolve("uptime")).split(" ")[0]);
        assertThat(recorded.value(Gauge.HOST_UPTIME_SECONDS)).isCloseTo(uptime, within(60.0));
        assertThat(recorded.items(Gauge.PROCESS_MEMORY_MB))
                .hasSizeBetween(1, 5)
                .allSatisfy((name, megabytes) -> assertThat(megabytes).isPositive());
    }

    @Test
    void processNames_haveNoArguments() throws IOException {
        Process child = new ProcessBuilder("sleep", "600.0625").start();
        try {
            ProcessReader reader =
                    new ProcessReader(new oshi.nativefree.SystemInfo().getOperatingSystem(), 2, recorded::nanoTime);
            reader.read(new Readings(recorded));

            assertThat(recorded.items(Gauge.PROCESS_MEMORY_MB).keySet())
                    .allSatisfy(name -> assertThat(name).doesNotContain("600.0625", " ", "/"));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void sockets_thatAreOpen_areCountedByState() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            assertThat(client.isConnected() && accepted.isConnected()).isTrue();
            new TcpReader(Path.of("/"), recorded::nanoTime).read(new Readings(recorded));
        }
        assertThat(recorded.value(Gauge.TCP_CONNECTIONS, "listen")).isPositive();
        assertThat(recorded.value(Gauge.TCP_CONNECTIONS, "established")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void tcpTables_ofBothProtocols_areAddedUp() {
        String head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
        new FakeHost(root).file("proc/net/tcp", head + """
                           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
                           1: 0100007F:1F90 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0
                        2000: 0100007F:1F90 0100007F:D2F1 06 00000000:00000000 00:00000000 00000000     0
                        not a line of a table
                        """).file("proc/net/tcp6", head + """
                           0: 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A 0
                        """);
        new TcpReader(root, recorded::nanoTime).read(new Readings(recorded));

        assertThat(recorded.items(Gauge.TCP_CONNECTIONS))
                .containsEntry("listen", 2.0)
                .containsEntry("established", 1.0)
                .containsEntry("time_wait", 1.0)
                .containsEntry("close_wait", 0.0)
                .hasSize(11);
    }

    @Test
    void tcpTables_thatAreMissing_areUnknown() {
        new TcpReader(root, recorded::nanoTime).read(new Readings(recorded));

        assertThat(recorded.has(Gauge.TCP_CONNECTIONS)).isFalse();
    }

    private void between(
            String key, Gauge gauge, Map<String, Double> before, Map<String, Double> after, double tolerance) {
        double first = before.getOrDefault(key, Double.NaN);
        double last = after.getOrDefault(key, Double.NaN);
        assertThat(recorded.value(gauge))
                .as(key)
                .isBetween(Math.min(first, last) - tolerance, Math.max(first, last) + tolerance);
    }

    private HostSamples host() {
        return new HostSamples(Path.of("/"), recorded::nanoTime);
    }

    /** In MiB. */
    private static Map<String, Double> meminfo() throws IOException {
        Map<String, Double> values = new TreeMap<>();
        for (String line : Files.readAllLines(PROC.resolve("meminfo"))) {
            String[] words = line.split("[:\\s]+");
            values.put(words[0], Long.parseLong(words[1]) / 1024.0);
        }
        return values;
    }

    private static long[] stat() throws IOException {
        String[] words = Files.readAllLines(PROC.resolve("stat")).get(0).split("\\s+");
        long[] ticks = new long[8];
        for (int i = 0; i < ticks.length; i++) {
            ticks[i] = Long.parseLong(words[i + 1]);
        }
        return ticks;
    }

    private static int processes() {
        String[] names = PROC.toFile().list();
        List<String> numbers = new ArrayList<>();
        for (String name : names == null ? new String[0] : names) {
            if (name.chars().allMatch(Character::isDigit)) {
                numbers.add(name);
            }
        }
        return numbers.size();
    }
}
