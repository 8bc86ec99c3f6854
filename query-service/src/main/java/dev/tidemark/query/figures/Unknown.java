package dev.tidemark.query.figures;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures that cannot be read: they are null.
 *
 * @param fields their names, as the answer has them
 * @param reason why they cannot be read
 * @param remedy what makes them readable: a statement, a command or a setting; null if nothing is known
 */
@Serdeable
public record Unknown(
        List<String> fields, String reason, @Nullable String remedy) {
    public Unknown {
        fields = List.copyOf(fields);
    }

    /** The same in one line. */
    public String text() {
        return remedy == null ? reason : reason + "; " + remedy;
    }
}
