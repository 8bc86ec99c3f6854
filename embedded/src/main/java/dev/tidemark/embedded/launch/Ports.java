package dev.tidemark.embedded.launch;

import dev.tidemark.embedded.process.FreePorts;
import java.util.EnumMap;
import java.util.Map;

/** The ports on loopback by their use. */
record Ports(Map<Use, Integer> numbers) {

    enum Use {
        HTTP(8080, "query service"),
        SHOP(8081, "shop"),
        INVENTORY(8082, "inventory"),
        PROCESSOR(8083, "stream processor"),
        KAFKA(19092, "Kafka"),
        POSTGRES(15432, "PostgreSQL"),
        REDIS(16379, "Redis");

        final int standard;
        final String listener;

        Use(int standard, String listener) {
            this.standard = standard;
            this.listener = listener;
        }

        String flag() {
            return "--" + name().toLowerCase(java.util.Locale.ROOT) + "-port";
        }

        boolean demoOnly() {
            return this == SHOP || this == INVENTORY;
        }
    }

    Ports {
        numbers = Map.copyOf(numbers);
    }

    static Ports standard() {
        var numbers = new EnumMap<Use, Integer>(Use.class);
        for (Use use : Use.values()) {
            numbers.put(use, use.standard);
        }
        return new Ports(numbers);
    }

    Ports with(Use use, int port) {
        var changed = new EnumMap<>(numbers);
        changed.put(use, port);
        return new Ports(changed);
    }

    int of(Use use) {
        return numbers.getOrDefault(use, use.standard);
    }

    /**
     * Checks that all ports are free.
     *
     * @throws LaunchException with the first port that is in use or given twice, and the flag that changes it
     */
    void requireFree(boolean demo) {
        var seen = new java.util.HashMap<Integer, Use>();
        for (Use use : Use.values()) {
            if (use.demoOnly() && !demo) {
                continue;
            }
            int port = of(use);
            Use other = seen.put(port, use);
            if (other != null) {
                throw new LaunchException("port " + port + " is given to both " + other.listener + " and "
                        + use.listener + "; choose another with " + use.flag() + " N");
            }
            if (!FreePorts.isFree(port)) {
                throw new LaunchException(
                        "port " + port + " (" + use.listener + ") is in use; choose another with " + use.flag() + " N");
            }
        }
    }
}
