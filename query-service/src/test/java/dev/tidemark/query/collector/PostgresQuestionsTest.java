package dev.tidemark.query.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresQuestionsTest {

    @ParameterizedTest
    @CsvSource({
        "140011, pg_stat_bgwriter, checkpoints_timed AS",
        "160004, pg_stat_bgwriter, checkpoints_timed AS",
        "170000, pg_stat_checkpointer, num_timed AS",
        "180001, pg_stat_checkpointer, num_timed AS"
    })
    void checkpoints_areReadFromTheViewOfTheVersion(int version, String view, String column) {
        assertThat(PostgresQuestions.CHECKPOINTS.sql().apply(version)).contains("FROM " + view, column);
    }

    @ParameterizedTest
    @CsvSource({"160000, sum(reads * op_bytes)", "170002, sum(reads * op_bytes)", "180000, sum(read_bytes)"})
    void io_isCountedInTheColumnsOfTheVersion(int version, String column) {
        assertThat(PostgresQuestions.IO.sql().apply(version)).contains(column);
    }

    @ParameterizedTest
    @ValueSource(ints = {140000, 150008})
    void io_beforeVersion16_isNotAsked(int version) {
        assertThat(PostgresQuestions.IO.sql().apply(version)).isEmpty();
    }

    @Test
    void inactiveSlots_areKnownSinceVersion17() {
        assertThat(PostgresQuestions.SLOTS.sql().apply(160000)).doesNotContain("inactive_since");
        assertThat(PostgresQuestions.SLOTS.sql().apply(170000)).contains("inactive_since");
    }

    @Test
    void questionsOverManyThings_haveALimit() {
        for (PostgresQuestion question : List.of(
                PostgresQuestions.IO,
                PostgresQuestions.LOCKS,
                PostgresQuestions.REPLICATION,
                PostgresQuestions.SLOTS,
                PostgresQuestions.DATABASES,
                PostgresQuestions.TABLES,
                PostgresQuestions.INDEXES,
                PostgresQuestions.UNUSED_INDEXES)) {
            assertThat(question.sql().apply(180000)).as(question.name()).contains("LIMIT");
        }
        assertThat(List.of(PostgresQuestions.SESSIONS, PostgresQuestions.BLOCKERS))
                .allMatch(sql -> sql.contains("LIMIT"));
    }
}
