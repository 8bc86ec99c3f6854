package dev.tidemark.embedded.containers;

import java.util.Map;

/** The image of each backend: that of {@code docker-compose.yml}, or one from an environment variable. */
public enum ContainerImage {
    KAFKA("apache/kafka:4.3.1", "TIDEMARK_TEST_KAFKA_IMAGE"),
    POSTGRES("postgres:18", "TIDEMARK_TEST_POSTGRES_IMAGE"),
    REDIS("redis:7.2", "TIDEMARK_TEST_REDIS_IMAGE");

    private final String standard;
    private final String variable;

    ContainerImage(String standard, String variable) {
        this.standard = standard;
        this.variable = variable;
    }

    /** The default image. */
    public String standard() {
        return standard;
    }

    /** Returns the image for these environment variables; an empty variable counts as unset. */
    public String in(Map<String, String> environment) {
        String named = environment.getOrDefault(variable, "");
        return named.isBlank() ? standard : named.strip();
    }
}
