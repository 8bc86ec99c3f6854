package dev.tidemark.demo.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTest {

    @Test
    void text_whenSlow_waitsAtThePausePlaceholder() {
        var sql = new Sql("tide", "SELECT height FROM tide WHERE id = ? {pause} LIMIT 1");

        assertThat(sql.text(false)).isEqualTo("SELECT height FROM tide WHERE id = ?  LIMIT 1");
        assertThat(sql.text(true))
                .isEqualTo("SELECT height FROM tide WHERE id = ? AND (SELECT pg_sleep(0.25)) IS NOT NULL LIMIT 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "SELECT 1 WHERE true {pause} {pause}"})
    void sql_withoutExactlyOnePause_isRefused(String text) {
        assertThatThrownBy(() -> new Sql("tide", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the statement \"tide\" should contain {pause} exactly once: " + text);
    }
}
