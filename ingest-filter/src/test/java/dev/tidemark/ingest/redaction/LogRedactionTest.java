package dev.tidemark.ingest.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.LogLevel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("java17")
class LogRedactionTest {

    @Test
    void redact_event_redactsMessageStackTraceAndFields() {
        LogEvent redacted = new LogRedaction(Redaction.standard())
                .redact(event(
                        "pwd=a1", "x.Y: pwd=b2\n\tat z", Map.of("note", "pwd=c3", "apiKey", "d4", "plain", "e5")));

        assertThat(redacted.message()).isEqualTo("pwd=[REDACTED]");
        assertThat(redacted.stackTrace()).isEqualTo("x.Y: pwd=[REDACTED]\n\tat z");
        assertThat(redacted.fields())
                .isEqualTo(Map.of("note", "pwd=[REDACTED]", "apiKey", "[REDACTED]", "plain", "e5"));
        assertThat(redacted.logger()).isEqualTo("dev.shop.Cart");
        assertThat(redacted.timestampMicros()).isEqualTo(5);
    }

    @Test
    void redact_throwing_replacesTheText() {
        LogRedaction redaction = new LogRedaction(text -> {
            throw new IllegalStateException("bug");
        });

        LogEvent redacted = redaction.redact(event("secret", "secret", Map.of("field", "secret")));

        assertThat(redacted.toString()).doesNotContain("secret");
        assertThat(redacted.message()).isEqualTo("[REDACTED: redaction failed]");
    }

    @Test
    void redact_throwingAnError_replacesTheText() {
        // Like an implementation whose library is missing.
        LogRedaction redaction = new LogRedaction(text -> {
            throw new NoClassDefFoundError("bug");
        });

        assertThat(redaction
                        .redact(event("secret", "secret", Map.of("field", "secret")))
                        .message())
                .isEqualTo("[REDACTED: redaction failed]");
    }

    @Test
    void redact_hidesThrows_replacesTheFields() {
        LogRedaction redaction = new LogRedaction(new Redaction() {
            @Override
            public String redact(CharSequence text) {
                return text.toString();
            }

            @Override
            public boolean hides(String fieldName) {
                throw new IllegalStateException("bug");
            }
        });

        assertThat(redaction.redact(event("m", null, Map.of("field", "secret"))).fields())
                .isEqualTo(Map.of("field", "[REDACTED: redaction failed]"));
    }

    @Test
    void redact_namesWithSecrets_areRedactedAndStayApart() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("jo@example.org", "a");
        fields.put("jane@example.org", "b");
        fields.put("max_tokens", "4096");
        fields.put("tokens", "abc");
        fields.put("key", "order-1");
        fields.put("session", "42");
        fields.put("sid", "4f8a9c2e71");

        LogEvent redacted = new LogRedaction(Redaction.standard()).redact(event("m", null, fields));

        assertThat(redacted.fields())
                .isEqualTo(Map.of(
                        "[REDACTED]",
                        "a",
                        "[REDACTED] 2",
                        "b",
                        "max_tokens",
                        "4096",
                        "tokens",
                        "[REDACTED]",
                        "key",
                        "order-1",
                        "session",
                        "42",
                        "sid",
                        "[REDACTED]"));
    }

    @Test
    void redact_loggerAndErrorType_areRedacted() {
        LogEvent line = new LogEvent(
                5,
                "shop",
                "shop-1",
                LogLevel.INFO,
                "mail.jo@example.org",
                "t jo@example.org",
                "m",
                null,
                null,
                "x:pwd=a1",
                null,
                Map.of());

        assertThat(new LogRedaction(Redaction.standard()).redact(line).toString())
                .doesNotContain("example.org", "a1");
    }

    @Test
    @Timeout(30)
    void redact_endlessReading_isStoppedAndTheTextReplaced() {
        // Like a regular expression with endless backtracking.
        LogRedaction redaction = new LogRedaction(text -> {
            while (text.charAt(0) == 'a') {
                Thread.onSpinWait();
            }
            return "";
        });

        assertThat(redaction.redact(event("aaa", null, Map.of())).message()).isEqualTo("[REDACTED: redaction failed]");
    }

    private static LogEvent event(String message, @Nullable String stackTrace, Map<String, String> fields) {
        return new LogEvent(
                5,
                "shop",
                "shop-1",
                LogLevel.INFO,
                "dev.shop.Cart",
                "main",
                message,
                null,
                null,
                null,
                stackTrace,
                fields);
    }
}
