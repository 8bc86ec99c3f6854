package dev.tidemark.embedded.containers;

import java.util.Map;

/** The image of each backend: the one that {@code docker-compose.yml} runs, or the one that an environment variable names. */
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

    /** The image that is used if no variable names another. */
    public String standard() {
        return standard;
    }

    /** The image to use under these environment variables; an empty value counts as none. */
    public String in(Map<String, String> environment) {
        String named = environment.getOrDefault(variable, "");
        return named.isBlank() ? standard : named.strip();
    }
}
