package dev.tidemark.demo.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads the script that creates an application's schema. */
public final class SchemaScript {

    private SchemaScript() {}

    /** Returns the text of {@code schema.sql} in the package of a class. */
    public static String beside(Class<?> application) {
        try (var in = Objects.requireNonNull(application.getResourceAsStream("schema.sql"), "schema.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read schema.sql in the package of " + application.getName(), e);
        }
    }
}
