package dev.tidemark.bench.filter;

import dev.tidemark.bench.measure.TemporaryFolder;
import dev.tidemark.bench.measure.Waiting;
import dev.tidemark.embedded.process.ChildProcess;
import dev.tidemark.embedded.process.Command;
import dev.tidemark.embedded.process.FreePorts;
import dev.tidemark.embedded.process.JavaCommand;
import dev.tidemark.embedded.process.Signal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@link ServedApplication} in a JVM of its own. */
final class ServedProcess implements AutoCloseable {
    private static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx256m", "--enable-native-access=ALL-UNNAMED");

    private final int port = FreePorts.next();
    private final ChildProcess process;

    /**
     * @param filter whether the application has the filter
     * @param stores the further arguments of the application; empty if it calls nothing
     * @param options further options of the JVM
     */
    ServedProcess(
            String name,
            TemporaryFolder folder,
            boolean filter,
            List<String> stores,
            List<String> options,
            Map<String, String> environment) {
        List<String> all = new ArrayList<>(OPTIONS);
        all.addAll(options);
        List<String> command = new ArrayList<>(JavaCommand.of(ServedApplication.class, all));
        command.addAll(List.of(Integer.toString(port), Boolean.toString(filter)));
        command.addAll(stores);
        process = ChildProcess.start(new Command(name, command, environment, folder.resolve(name + ".log")));
        Waiting.until(this::isUp);
    }

    int port() {
        return port;
    }

    /** The processor's time that the process has used so far, in all of its threads. */
    Duration cpuTime() {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException(process.name() + " has ended: " + process.tail(20)));
    }

    private boolean isUp() {
        if (!process.isAlive()) {
            throw new IllegalStateException(process.name() + " has ended: " + process.tail(20));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.stop(Signal.TERM, Duration.ofSeconds(15));
    }
}
