package dev.tidemark.demo.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void object_ofAllKinds_isWritten() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("text", "a \"quoted\" one");
        fields.put("number", 4_000_000_000L);
        fields.put("list", List.of("a", "b"));

        assertThat(Json.object(fields))
                .isEqualTo("{\"text\":\"a \\\"quoted\\\" one\",\"number\":4000000000,\"list\":[\"a\",\"b\"]}");
    }

    @Test
    void lines_withUnknownFields_areRead() throws IOException {
        String body = "{\"note\":{\"x\":[1]},\"lines\":[{\"sku\":\"A\",\"gift\":{},\"quantity\":2},{\"quantity\":1}]}";

        assertThat(Json.lines(body.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new ReservationLine("A", 2), new ReservationLine("", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"lines\":7}",
                "{\"lines\":[",
                "{\"lines\":[7]}",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":\"two\"}]}",
                "{\"lines\":[{\"sku\":\"A\",\"quantity\":99999999999}]}",
            })
    void lines_thatAreMalformed_areRefused(String body) {
        assertThatThrownBy(() -> Json.lines(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }
}
