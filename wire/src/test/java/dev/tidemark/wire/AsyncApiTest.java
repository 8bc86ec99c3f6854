package dev.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.wire.codec.Codecs;
import dev.tidemark.wire.topic.DeadLetter;
import dev.tidemark.wire.topic.Topic;
import dev.tidemark.wire.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AsyncApiTest {
    private static final JsonNode API = Schemas.asyncApi();

    @Test
    void asyncApi_version_is3() {
        assertThat(API.path("asyncapi").asText()).isEqualTo("3.0.0");
    }

    @Test
    void channels_addresses_areTheTopicsAndTheDeadLetters() {
        List<String> topics =
                new ArrayList<>(Topics.ALL.stream().map(Topic::name).toList());
        topics.add(DeadLetter.TOPIC);

        assertThat(channels().keySet()).containsExactlyInAnyOrderElementsOf(topics);
    }

    @Test
    void channels_partitionsAndSettings_matchTheDeclarations() {
        for (Topic<?> topic : Topics.ALL) {
            assertDeclared(topic.name(), topic.partitions(), topic.settings());
        }
        assertDeclared(DeadLetter.TOPIC, DeadLetter.PARTITIONS, Topics.DEAD_LETTER_SETTINGS);
    }

    @Test
    void channels_payloads_areTheSchemasOfTheirCodecs() {
        assertThat(payload(Topics.REQUESTS.name())).isEqualTo("./request.schema.json");
        assertThat(payload(Topics.LOGS.name())).isEqualTo("./log.schema.json");
        assertThat(payload(Topics.SAMPLES.name())).isEqualTo("./sample.schema.json");
        assertThat(payload(Topics.CALLS.name())).isEqualTo("./call.schema.json");
        assertThat(payload(Topics.ROLLUPS.name())).isEqualTo("./rollup.schema.json");
        assertThat(message(Topics.ROLLUPS.name())
                        .at("/bindings/kafka/key/allOf/0/$ref")
                        .asText())
                .isEqualTo("./rollup-key.schema.json");
        assertThat(message(DeadLetter.TOPIC).path("contentType").asText()).isEqualTo("application/octet-stream");
    }

    @Test
    void deadLetters_headers_matchTheCode() {
        JsonNode headers = resolve(message(DeadLetter.TOPIC).path("headers"));
        List<String> required = new ArrayList<>();
        headers.path("required").forEach(name -> required.add(name.asText()));

        assertThat(headers.path("properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        DeadLetter.SOURCE_TOPIC,
                        DeadLetter.SOURCE_PARTITION,
                        DeadLetter.SOURCE_OFFSET,
                        DeadLetter.REASON,
                        DeadLetter.DETAIL)
                .containsExactlyInAnyOrderElementsOf(required);
    }

    @Test
    void events_contentType_matchesTheirCodec() {
        for (Topic<?> topic : Topics.ALL) {
            JsonNode message = message(topic.name());
            assertThat(message.path("contentType").asText())
                    .isEqualTo(topic.codec().contentType());
            assertThat(resolve(message.path("headers")).path("properties").fieldNames())
                    .toIterable()
                    .containsExactly("content-type");
        }
    }

    @Test
    void requestBatch_contentType_matchesItsCodec() {
        JsonNode batch = API.at("/components/messages/requestBatch");

        assertThat(resolve(channels().getOrDefault(Topics.REQUESTS.name(), API).at("/messages/requestBatch")))
                .isEqualTo(batch);
        assertThat(batch.path("contentType").asText()).isEqualTo(Codecs.REQUEST_BATCH.contentType());
        assertThat(resolve(batch.path("headers"))
                        .at("/properties/content-type/enum/0")
                        .asText())
                .isEqualTo(Codecs.REQUEST_BATCH.contentType());
    }

    @Test
    void operations_everyChannel_hasOne() {
        Map<String, String> actions = new HashMap<>();
        for (JsonNode operation : API.path("operations")) {
            actions.put(
                    resolve(operation.path("channel")).path("address").asText(),
                    operation.path("action").asText());
        }

        assertThat(actions)
                .containsOnly(
                        Map.entry(Topics.REQUESTS.name(), "receive"),
                        Map.entry(Topics.LOGS.name(), "receive"),
                        Map.entry(Topics.SAMPLES.name(), "receive"),
                        Map.entry(Topics.CALLS.name(), "receive"),
                        Map.entry(Topics.ROLLUPS.name(), "send"),
                        Map.entry(DeadLetter.TOPIC, "send"));
    }

    @Test
    void references_all_resolve() {
        List<JsonNode> references = API.findValues("$ref");

        assertThat(references).hasSizeGreaterThan(15);
        for (JsonNode reference : references) {
            String target = reference.asText();
            if (target.startsWith("#")) {
                assertThat(API.at(target.substring(1)).isObject()).as(target).isTrue();
            } else {
                assertThat(Schemas.document(target.substring(2, target.length() - ".schema.json".length()))
                                .isObject())
                        .as(target)
                        .isTrue();
            }
        }
    }

    private static void assertDeclared(String topic, int partitions, Map<String, String> settings) {
        JsonNode kafka = channels().getOrDefault(topic, API).at("/bindings/kafka");
        Map<String, String> described = new HashMap<>();
        for (Map.Entry<String, JsonNode> setting :
                kafka.path("topicConfiguration").properties()) {
            List<String> values = new ArrayList<>();
            setting.getValue().forEach(value -> values.add(value.asText()));
            described.put(
                    setting.getKey(), values.isEmpty() ? setting.getValue().asText() : String.join(",", values));
        }

        assertThat(kafka.path("partitions").asInt()).as(topic).isEqualTo(partitions);
        assertThat(described).as(topic).isEqualTo(settings);
    }

    private static Map<String, JsonNode> channels() {
        Map<String, JsonNode> channels = new LinkedHashMap<>();
        API.path("channels")
                .forEach(channel -> channels.put(channel.path("address").asText(), channel));
        return channels;
    }

    private static String payload(String topic) {
        return message(topic).at("/payload/$ref").asText();
    }

    private static JsonNode message(String topic) {
        JsonNode messages = channels().getOrDefault(topic, API).path("messages");
        assertThat(messages).as(topic).hasSize(topic.equals(Topics.REQUESTS.name()) ? 2 : 1);
        return resolve(messages.elements().next());
    }

    private static JsonNode resolve(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : API.at(reference.substring(1));
    }
}
