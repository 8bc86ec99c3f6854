package dev.tidemark.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.wire.codec.MalformedEventException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("java17")
final class GoldenTest {

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    <E> void decode_golden_givesTheEvent(Golden<E> golden) throws MalformedEventException {
        List<E> events = new ArrayList<>();

        golden.codec().decode(golden.bytes(), events::add);

        assertThat(events).containsExactly(golden.event());
    }

    @ParameterizedTest
    @MethodSource("dev.tidemark.wire.Goldens#all")
    <E> void encode_event_givesTheGoldenBytes(Golden<E> golden) throws MalformedEventException {
        byte[] encoded = golden.codec().encode(golden.event());
        if (golden.written()) {
            assertThat(new String(encoded, UTF_8)).isEqualTo(new String(golden.bytes(), UTF_8));
            assertThat(encoded).isEqualTo(golden.bytes());
        }

        // An event that was read from another form, or with map entries in another order, is encoded the same way, too.
        golden.codec()
                .decode(
                        encoded,
                        event -> assertThat(golden.codec().encode(event)).isEqualTo(encoded));
    }

    @Test
    void goldens_allFiles_areTested() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(GoldenTest.class.getResource("/golden")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(
                            Goldens.all().map(Golden::file).toList());
        }
    }
}
