package dev.tidemark.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.fixture.QueryServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiIT {
    private static final Path COMMITTED = Path.of("openapi.yml");

    @Test
    void description_ofTheControllers_equalsTheCommittedFile() throws IOException {
        String built = Files.readString(Path.of("target/classes/META-INF/swagger/openapi.yml"));

        assertThat(built)
                .as("the API changed: look at the difference, then copy target/classes/META-INF/swagger/openapi.yml"
                        + " over " + COMMITTED)
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void description_isServed() throws IOException {
        try (QueryServer server = QueryServer.settings().start()) {
            HttpResponse<String> response = server.get("/api/openapi.yml");
            assertThat(response.body()).isEqualTo(Files.readString(COMMITTED));
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/yaml");
        }
    }
}
