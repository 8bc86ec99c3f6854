package dev.tidemark.wire;

import dev.tidemark.wire.codec.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * A golden payload and the event it stands for.
 *
 * @param file its name in the folder {@code golden}
 * @param schema the name of the JSON Schema of its topic
 * @param codec the encoding
 * @param event the event that the bytes decode to
 */
public record Golden<E>(String file, String schema, Codec<E> codec, E event) {

    /** Whether the codec also encodes the event as these bytes; it only reads other golden payloads. */
    public boolean written() {
        return !file.contains("-read-");
    }

    public byte[] bytes() {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file;
    }
}
