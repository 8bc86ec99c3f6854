package dev.tidemark.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The contract as third parties read it: with a JSON Schema validator and a YAML parser, independent of the codecs. */
public final class Schemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Schemas() {}

    /** The JSON Schema of a payload as a document. */
    public static JsonNode document(String name) {
        return read(name + ".schema.json", JSON);
    }

    public static JsonNode asyncApi() {
        return read("asyncapi.yaml", new YAMLMapper());
    }

    /** The schema's complaints about a value; empty if it is valid. */
    public static List<String> violations(String schema, byte[] value) throws IOException {
        return violations(SCHEMAS.computeIfAbsent(schema, name -> FACTORY.getSchema(document(name), CONFIG)), value);
    }

    /** The metaschema's complaints about a JSON Schema. */
    public static List<String> schemaViolations(String name) throws IOException {
        JsonSchema metaSchema = FACTORY.getSchema(
                com.networknt.schema.SchemaLocation.of(SpecVersion.VersionFlag.V202012.getId()), CONFIG);
        return violations(metaSchema, JSON.writeValueAsBytes(document(name)));
    }

    private static List<String> violations(JsonSchema schema, byte[] value) throws IOException {
        return schema.validate(JSON.readTree(value)).stream()
                .map(Object::toString)
                .toList();
    }

    private static JsonNode read(String file, ObjectMapper mapper) {
        try (InputStream in = Schemas.class.getResourceAsStream(file)) {
            return mapper.readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
