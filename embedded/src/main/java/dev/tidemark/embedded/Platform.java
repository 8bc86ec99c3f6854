package dev.tidemark.embedded;

import java.util.Locale;

/**
 * The class path resources with the executables for this system.
 *
 * @param postgres the PostgreSQL archive
 * @param redis the Redis executable
 */
record Platform(String postgres, String redis) {

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        boolean arm = osArch.equals("aarch64");
        String os = osName.toLowerCase(Locale.ROOT);
        if (!arm && !osArch.equals("amd64") && !osArch.equals("x86_64")) {
            throw new BackendException("no binaries for the processor " + osArch + ": expected amd64 or aarch64");
        }
        if (os.startsWith("linux")) {
            return arm
                    ? new Platform("/postgres-linux-arm_64.txz", "/redis-server-6.2.7-linux-arm64")
                    : new Platform("/postgres-linux-x86_64.txz", "/redis-server-6.2.6-v5-linux-amd64");
        }
        if (os.startsWith("mac")) {
            return arm
                    ? new Platform("/postgres-darwin-arm_64.txz", "/redis-server-6.2.6-v5-darwin-arm64")
                    : new Platform("/postgres-darwin-x86_64.txz", "/redis-server-6.2.6-v5-darwin-amd64");
        }
        throw new BackendException("no binaries for the system " + osName + ": expected Linux or macOS");
    }
}
