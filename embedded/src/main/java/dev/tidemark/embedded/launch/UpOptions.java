package dev.tidemark.embedded.launch;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of {@code up}.
 *
 * @param root the project's folder, with the built modules
 * @param data the data folder (default {@code .tidemark} in the root)
 * @param demo whether to start the demo and its traffic (default true)
 * @param ports the ports (defaults in {@link Ports.Use})
 */
record UpOptions(Path root, Path data, boolean demo, Ports ports) {

    /**
     * Parses the command line.
     *
     * @throws IllegalArgumentException with the wrong flag or value and the expected form
     */
    static UpOptions parse(List<String> arguments) {
        Path root = Path.of("").toAbsolutePath();
        Optional<Path> data = Optional.empty();
        boolean demo = true;
        Ports ports = Ports.standard();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String flag = rest.next();
            switch (flag) {
                case "--no-demo" -> demo = false;
                case "--root" -> root = Path.of(value(flag, "DIR", rest)).toAbsolutePath();
                case "--data" ->
                    data = Optional.of(Path.of(value(flag, "DIR", rest)).toAbsolutePath());
                default -> ports = ports.with(use(flag), port(flag, value(flag, "N", rest)));
            }
        }
        return new UpOptions(root, data.orElse(root.resolve(".tidemark")), demo, ports);
    }

    private static Ports.Use use(String flag) {
        return Stream.of(Ports.Use.values())
                .filter(use -> use.flag().equals(flag))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown flag " + flag
                        + ": expected --no-demo, --data DIR, --http-port N, --shop-port N, --inventory-port N,"
                        + " --processor-port N, --kafka-port N, --postgres-port N or --redis-port N"));
    }

    private static String value(String flag, String form, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(flag + " needs a value: expected " + flag + " " + form);
        }
        return rest.next();
    }

    private static int port(String flag, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a number out of range.
        }
        throw new IllegalArgumentException(flag + " " + value + ": expected a port from 1 to 65535");
    }
}
