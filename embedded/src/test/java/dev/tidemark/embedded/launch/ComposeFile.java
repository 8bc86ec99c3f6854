package dev.tidemark.embedded.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The parsed {@code docker-compose.yml}, with anchors and merges resolved and variables not substituted. */
final class ComposeFile {

    private final JsonNode document;

    private ComposeFile(JsonNode document) {
        this.document = document;
    }

    static ComposeFile read(Path file) throws IOException {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return new ComposeFile(new ObjectMapper().valueToTree(tree));
    }

    /** All services by name. */
    Map<String, Service> services() {
        var all = new TreeMap<String, Service>();
        document.path("services")
                .properties()
                .forEach(entry -> all.put(entry.getKey(), new Service(entry.getKey(), entry.getValue())));
        return all;
    }

    /** The services that are built from our modules. */
    List<Service> applications() {
        return services().values().stream()
                .filter(service -> service.module().isPresent())
                .toList();
    }

    /** One service. */
    record Service(String name, JsonNode node) {

        /** The module of one of our services. */
        Optional<String> module() {
            return Optional.of(node.at("/build/args/MODULE").asText()).filter(module -> !module.isEmpty());
        }

        List<String> list(String key) {
            var items = new ArrayList<String>();
            node.path(key).forEach(item -> items.add(item.asText()));
            return items;
        }

        String text(String key) {
            return node.path(key).asText();
        }

        /** The environment variables; those that are passed through have an empty value. */
        Map<String, String> environment() {
            var variables = new TreeMap<String, String>();
            node.path("environment")
                    .properties()
                    .forEach(entry ->
                            variables.put(entry.getKey(), entry.getValue().asText("")));
            return variables;
        }

        Stream<String> variables() {
            return environment().keySet().stream();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
