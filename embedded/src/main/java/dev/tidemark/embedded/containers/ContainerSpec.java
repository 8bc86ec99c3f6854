package dev.tidemark.embedded.containers;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a container.
 *
 * @param image the backend's image
 * @param environment environment variables for the image
 * @param command replaces the image's command; empty for the image's own
 * @param hostPort the port on this machine's loopback
 * @param containerPort the port that the server listens on inside the container
 * @param networkAlias its name in the network that all such containers share; null if no other container connects to it
 */
public record ContainerSpec(
        ContainerImage image,
        Map<String, String> environment,
        List<String> command,
        int hostPort,
        int containerPort,
        @Nullable String networkAlias) {

    public ContainerSpec {
        environment = Map.copyOf(environment);
        command = List.copyOf(command);
    }
}
