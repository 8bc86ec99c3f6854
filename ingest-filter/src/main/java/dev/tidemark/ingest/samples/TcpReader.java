package dev.tidemark.ingest.samples;

import dev.tidemark.wire.metric.Gauge;
import dev.tidemark.wire.metric.Gauge.Frequency;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.LongSupplier;

/**
 * Gauges of the TCP sockets by state. Reads Linux's tables itself: OSHI also looks for the process of each socket, which
 * takes longer than all other readings together. For one thread.
 */
final class TcpReader {
    /** In the order of the kernel's numbers, which begin at 1. */
    private static final List<String> STATES = List.of(
            "established",
            "syn_sent",
            "syn_recv",
            "fin_wait1",
            "fin_wait2",
            "time_wait",
            "close",
            "close_wait",
            "last_ack",
            "listen",
            "closing");

    private static final int HEXADECIMAL = 16;

    private final List<Path> tables;
    private final Pace pace;

    TcpReader(Path root, LongSupplier nanoTime) {
        pace = new Pace(Frequency.MINUTE, nanoTime);
        // Those of this process; its network can be a container's.
        tables = List.of(root.resolve("proc/net/tcp"), root.resolve("proc/net/tcp6"));
    }

    void read(Readings readings) {
        pace.run(() -> readAll(readings));
    }

    private void readAll(Readings readings) {
        long[] counts = new long[STATES.size()];
        boolean known = false;
        for (Path table : tables) {
            known |= count(table, counts);
        }
        for (int i = 0; known && i < counts.length; i++) {
            readings.put(Gauge.TCP_CONNECTIONS, STATES.get(i), counts[i]);
        }
    }

    private static boolean count(Path table, long[] counts) {
        try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.ISO_8859_1)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int state = state(line);
                if (state >= 1 && state <= counts.length) {
                    counts[state - 1]++;
                }
            }
            return true;
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    /** The fourth column; 0 if there is none. */
    private static int state(String line) {
        StringTokenizer columns = new StringTokenizer(line);
        for (int i = 0; i < 3 && columns.hasMoreTokens(); i++) {
            columns.nextToken();
        }
        try {
            return columns.hasMoreTokens() ? Integer.parseInt(columns.nextToken(), HEXADECIMAL) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
