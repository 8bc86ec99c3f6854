package dev.tidemark.query.figures;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures that are null because they cannot be read.
 *
 * @param fields the names of the fields in this answer
 * @param reason why they cannot be read
 * @param remedy how to make them readable: a statement, a command or a setting; null if unknown
 */
@Serdeable
public record Unknown(
        List<String> fields, String reason, @Nullable String remedy) {
    public Unknown {
        fields = List.copyOf(fields);
    }

    /** The reason and the remedy in one line. */
    public String text() {
        return remedy == null ? reason : reason + "; " + remedy;
    }
}
