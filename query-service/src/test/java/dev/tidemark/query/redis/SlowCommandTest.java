package dev.tidemark.query.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowCommandTest {
    @ParameterizedTest
    @CsvSource({
        "'GET session:9f8a7c', 'GET session:*'",
        "'set price:book:17 hunter EX 5', 'SET price:book:*'",
        "'SET hunter hunter', 'SET *'",
        "'MSET a:1 hunter', 'MSET a:*'",
        "'AUTH alice hunter', AUTH",
        "'HELLO 3 AUTH alice hunter', HELLO",
        "'MIGRATE host 6379 key 0 5000 AUTH hunter', MIGRATE",
        "'CONFIG SET requirepass hunter', 'CONFIG SET'",
        "'ACL SETUSER alice >hunter', 'ACL SETUSER'",
        "'ACL >hunter', ACL",
        "'MEMORY USAGE cart:12', 'MEMORY USAGE cart:*'",
        "'EVAL hunter 1 cart:12', EVAL",
        "'PUBLISH hunter hunter', PUBLISH",
        "'DEBUG SLEEP 0.1', 'DEBUG SLEEP'",
        "'FT.SEARCH index hunter', FT.SEARCH",
        "'0unter2', (unknown command)"
    })
    void of_showsTheCommandAndThePatternOfItsKey_neverAValue(String words, String shown) {
        assertThat(SlowCommand.of(List.of(words.split(" ", -1))))
                .isEqualTo(shown)
                .doesNotContain("hunter");
    }

    @Test
    void of_nothing_isUnknown() {
        assertThat(SlowCommand.of(List.of())).isEqualTo("(unknown command)");
    }
}
