package dev.tidemark.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.settings.PostgresLogin;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    @Test
    void check_whenItIsOver_fails_alsoAmongRows() {
        Deadline over = new Deadline(settings(Duration.ZERO));

        assertThatThrownBy(over::check).isInstanceOf(DatabaseTimeoutException.class);
        assertThatThrownBy(() -> over.bounded(Stream.of(1)).toList()).isInstanceOf(DatabaseTimeoutException.class);
    }

    @Test
    void check_before_passes() {
        Deadline later = new Deadline(settings(Duration.ofHours(1)));

        later.check();
        assertThat(later.bounded(Stream.of(1, 2))).containsExactly(1, 2);
    }

    private static DatabaseSettings settings(Duration timeout) {
        PostgresLogin login = new PostgresLogin("jdbc:postgresql://db:5432/shop", "tide", "");
        return new DatabaseSettings("PostgreSQL", login, true, 1, 1, 0, Duration.ZERO, timeout);
    }
}
