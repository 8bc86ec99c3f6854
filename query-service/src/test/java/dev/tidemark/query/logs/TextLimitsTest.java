package dev.tidemark.query.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextLimitsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void cut_countsCharactersAndNeverSplitsOne() {
        assertThat(TextLimits.cut("abc", 3)).isEqualTo("abc");
        assertThat(TextLimits.cut("abcd", 3)).isEqualTo("abc");
        assertThat(TextLimits.cut("😀😀😀", 3)).isEqualTo("😀😀😀");
        assertThat(TextLimits.cut("😀😀😀", 2)).isEqualTo("😀😀");
    }

    @Test
    void cut_ofFieldsThatAreTooLong_keepsTheFirstOfEach() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            fields.put("field " + i, "x".repeat(1000));
        }

        Map<String, String> cut = TextLimits.LISTED.cut(fields);

        assertThat(cut).hasSize(TextLimits.FIELDS).containsKey("field 0");
        assertThat(cut.values()).allMatch(value -> value.length() == 128);
        assertThat(TextLimits.WHOLE.cut(fields)).isEqualTo(fields);
    }

    @Test
    void line_thatIsSent_isSmallWhateverWasWritten() throws Exception {
        String large = "\u0001".repeat(500_000);
        Map<String, String> fields = Map.of(large, large);
        LogEvent event = new LogEvent(
                1_000_001, large, large, LogLevel.INFO, large, large, large, null, null, large, large, fields);

        LogLine line = LogLine.of(2, 7, event);

        assertThat(line.json().length()).isLessThan(200_000);
        assertThat(line.weight()).isGreaterThan(9 * 500_000);
        JsonNode json = JSON.readTree(line.json());
        assertThat(json.get("truncated").asBoolean()).isTrue();
        assertThat(json.get("message_bytes").asInt()).isEqualTo(500_000);
        assertThat(json.get("link").asText())
                .isEqualTo("/api/monitoring/logs/line?ts=1970-01-01T00:00:01.000001Z&position=2:7");
    }

    @Test
    void line_thatFits_isNotMarked() throws Exception {
        LogEvent event =
                new LogEvent(0, "shop", null, LogLevel.INFO, null, null, "hello", null, null, null, null, Map.of());

        assertThat(JSON.readTree(LogLine.of(0, 0, event).json()).has("truncated"))
                .isFalse();
    }
}
