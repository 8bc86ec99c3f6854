package dev.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.wire.codec.Codec;
import dev.tidemark.wire.codec.Codecs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("java17")
final class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"request", "log", "sample", "call", "rollup", "rollup-key"})
    void schema_ofEachPayload_isValidAndAcceptsUnknownFields(String name) throws IOException {
        JsonNode schema = Schemas.document(name);

        assertThat(Schemas.schemaViolations(name)).isEmpty();
        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.path("additionalProperties").asBoolean()).isTrue();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            assertThat(property.getValue().path("description").asText())
                    .as(property.getKey())
                    .endsWith(".");
            assertThat(property.getValue().has("type"))
                    .as("type of " + property.getKey())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "request, request-v1-stream.json, request-v1-parts.json",
        "log, log-v1.json,",
        "sample, sample-v1.json,",
        "call, call-v1.json,",
        "rollup, rollup-v1-streams.json, rollup-v1-parts.json",
        "rollup-key, rollup-key-v1.json,",
    })
    void schema_ofEachPayload_describesExactlyTheWrittenFields(
            String schema, String fullGolden, @Nullable String anotherGolden) throws IOException {
        List<String> described = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property :
                Schemas.document(schema).path("properties").properties()) {
            described.add(property.getKey());
        }

        Set<String> written = new HashSet<>();
        for (String golden : anotherGolden == null ? List.of(fullGolden) : List.of(fullGolden, anotherGolden)) {
            List<String> names = new ArrayList<>();
            JSON.readTree(golden(golden).bytes()).fieldNames().forEachRemaining(names::add);
            assertThat(described).containsSubsequence(names);
            written.addAll(names);
        }
        assertThat(written).containsExactlyInAnyOrderElementsOf(described);
    }

    @ParameterizedTest
    @CsvSource({
        "request, duration_us, http.server.request.duration",
        "request, route, http.route",
        "request, method, http.request.method",
        "request, status, http.response.status_code",
        "request, service, service.name",
        "request, instance, service.instance.id",
        "request, error_type, error.type",
        "request, request_bytes, http.request.body.size",
        "request, response_bytes, http.response.body.size",
        "log, thread, thread.name",
        "log, error_type, exception.type",
        "log, stack_trace, exception.stacktrace",
        "sample, service, service.name",
        "rollup, route, http.route",
        "rollup-key, method, http.request.method",
    })
    void schema_field_namesItsSemanticConvention(String schema, String field, String convention) {
        assertThat(Schemas.document(schema)
                        .path("properties")
                        .path(field)
                        .path("x-otel")
                        .asText())
                .isEqualTo(convention);
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "log", "sample", "call", "rollup", "rollup-key"})
    void schema_ofMicrosecondsAndBytes_namesTheUnit(String schema) {
        for (Map.Entry<String, JsonNode> property :
                Schemas.document(schema).path("properties").properties()) {
            String name = property.getKey();
            String unit = name.endsWith("_us") ? "us" : name.endsWith("_bytes") ? "By" : null;
            if (unit != null) {
                assertThat(property.getValue().path("x-unit").asText()).as(name).isEqualTo(unit);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    void schema_ofGoldenPayload_acceptsIt(Golden<?> golden) throws IOException {
        assertThat(Schemas.violations(golden.schema(), golden.bytes())).isEmpty();
    }

    @Test
    void schema_ofAnyWrittenEvent_acceptsIt() throws IOException {
        RandomEvents random = new RandomEvents(23);
        for (int round = 0; round < 500; round++) {
            assertAccepts("request", Codecs.REQUEST_JSON, random::request);
            assertAccepts("log", Codecs.LOG_JSON, random::log);
            assertAccepts("sample", Codecs.SAMPLE_JSON, random::sample);
            assertAccepts("call", Codecs.CALL_JSON, random::call);
            assertAccepts("rollup", Codecs.ROLLUP_JSON, random::rollup);
            assertAccepts("rollup-key", Codecs.ROLLUP_KEY_JSON, random::rollupKey);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Refused#all")
    void schema_valueRejectedByTheCodec_isRejectedToo(Refused refused) throws IOException {
        assertThat(Schemas.violations(refused.schema(), refused.json().getBytes(UTF_8))
                        .isEmpty())
                .isEqualTo(!refused.bySchema());
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Refused#accepted")
    void schema_validValueWithUnknownFields_isAccepted(Refused good) throws IOException {
        String more = "{\"later\":{\"nested\":[1,null]}," + good.json().substring(1);
        assertThat(Schemas.violations(good.schema(), more.getBytes(UTF_8))).isEmpty();
    }

    private static Golden<?> golden(String file) {
        return Goldens.all()
                .filter(golden -> golden.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private static <E> void assertAccepts(String schema, Codec<E> codec, Supplier<E> events) throws IOException {
        E event = events.get();
        assertThat(Schemas.violations(schema, codec.encode(event)))
                .as(event.toString())
                .isEmpty();
    }
}
