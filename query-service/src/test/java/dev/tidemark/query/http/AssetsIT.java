package dev.tidemark.query.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.query.fixture.QueryServer;
import dev.tidemark.query.fixture.RawHttp;
import dev.tidemark.query.fixture.RawHttp.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssetsIT {
    private static final String ECHARTS = "/assets/vendor/echarts-6.1.0/echarts.esm.min.js";
    private static final String MAIN = "/assets/js/mount.js";
    private static final Path SOURCES = Path.of("src/main/resources");

    private final QueryServer server = QueryServer.settings().start();

    @AfterAll
    void close() {
        server.close();
    }

    static Stream<String> assets() throws IOException {
        List<String> paths = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES.resolve("assets"))) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !isOfTests(file.getFileName().toString()))
                    .forEach(file -> paths.add("/" + SOURCES.relativize(file).toString()));
        }
        return paths.stream();
    }

    /** The build omits files that only the scripts' unit tests need. */
    private static boolean isOfTests(String name) {
        return name.endsWith(".test.js") || name.equals("package.json");
    }

    @ParameterizedTest
    @MethodSource("assets")
    void asset_isItsFile_inEveryCoding(String path) throws IOException {
        byte[] file = Files.readAllBytes(SOURCES.resolve(path.substring(1)));

        Answer plain = get(path);
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.body().getBytes(ISO_8859_1)).isEqualTo(file);
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(plain.header("Content-Type")).matches("(text|image)/[a-z+]+;charset=utf-8");
        Answers.hasSecurityHeaders(plain);
        Answer gzip = get(path, "Accept-Encoding: gzip");
        assertThat(gzip.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body().getBytes(ISO_8859_1))).readAllBytes())
                .isEqualTo(file);
        Answer brotli = get(path, "Accept-Encoding: gzip, deflate, br, zstd");
        assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
        assertThat(brotli.body().length()).isPositive();
        for (Answer answer : List.of(plain, gzip, brotli)) {
            assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(answer.header("Content-Length"))
                    .isEqualTo(String.valueOf(answer.body().length()));
        }
        assertThat(List.of(plain.header("ETag"), gzip.header("ETag"), brotli.header("ETag")))
                .doesNotHaveDuplicates()
                .allMatch(tag -> tag.matches("\"[0-9a-f]{32}(-br|-gz)?\""));
    }

    @Test
    void brotli_ofTheLargestFile_isLessThanAThird() {
        Answer gzip = get(ECHARTS, "Accept-Encoding: gzip");
        Answer brotli = get(ECHARTS, "Accept-Encoding: br");

        assertThat(brotli.body().length()).isLessThan(gzip.body().length());
        assertThat(3 * brotli.body().length()).isLessThan(get(ECHARTS).body().length());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ECHARTS + " | public, max-age=31536000, immutable",
                "/assets/vendor/htmx-2.0.10/htmx.min.js | public, max-age=31536000, immutable",
                "/assets/vendor/htmx-2.0.10/LICENSE | public, max-age=31536000, immutable",
                "/assets/vendor/README.md | public, no-cache",
                MAIN + " | public, no-cache",
                "/assets/css/base.css | public, no-cache",
                "/assets/icon.svg | public, no-cache",
                "/api/openapi.yml | public, no-cache"
            })
    void caching_isImmutableForVersionedPaths_andRevalidatedForOthers(String path, String caching) {
        for (String method : List.of("GET", "HEAD")) {
            Answer answer = RawHttp.request(server.uri("/"), method + " " + path + " HTTP/1.1", "Host: localhost");
            assertThat(answer.header("Cache-Control")).isEqualTo(caching);
            Answer again = get(path, "If-None-Match: " + answer.header("ETag"));
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.header("ETag")).isEqualTo(answer.header("ETag"));
            assertThat(again.header("Cache-Control")).isEqualTo(caching);
            assertThat(again.header("Vary")).isEqualTo("Accept-Encoding");
            Answers.hasSecurityHeaders(again);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TAG | 304",
                "W/TAG | 304",
                "\"other\", TAG | 304",
                "* | 304",
                "\"other\" | 200",
                "TAG-not-quite | 200",
                "'' | 200"
            })
    void ifNoneMatch_isComparedWithTheTagOfTheCoding(String header, int status) {
        String tag = get(MAIN, "Accept-Encoding: br").header("ETag");

        assertThat(get(MAIN, "Accept-Encoding: br", "If-None-Match: " + header.replace("TAG", tag))
                        .status())
                .isEqualTo(status);
        if (header.equals("TAG")) {
            assertThat(get(MAIN, "Accept-Encoding: gzip", "If-None-Match: " + tag)
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'identity, gzip;q=0.5', ''",
        "deflate, ''",
        "zstd, ''",
        "gzip;q=0, ''",
        "'br;q=0.1, gzip;q=0.2', gzip",
        "'identity;q=0, gzip', gzip"
    })
    void coding_isTheOneThatTheClientPrefers(String accept, String coding) {
        Answer answer = get(ECHARTS, "Accept-Encoding: " + accept);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Encoding")).isEqualTo(coding);
    }

    @Test
    void clientThatAcceptsNoAvailableCoding_isRefused() {
        Answer answer = get(MAIN, "Accept-Encoding: identity;q=0");

        Answers.problem(answer, 406);
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
    }

    @Test
    void range_isIgnored() {
        Answer answer = get(MAIN, "Range: bytes=0-9");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(get(MAIN).body());
        assertThat(answer.header("Accept-Ranges")).isEqualTo("none");
    }

    @Test
    void head_hasTheHeadersOfGet() {
        Answer get = get(ECHARTS, "Accept-Encoding: br");
        Answer head = RawHttp.request(
                server.uri("/"), "HEAD " + ECHARTS + " HTTP/1.1", "Host: localhost", "Accept-Encoding: br");

        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Type", "Content-Encoding", "Content-Length", "ETag", "Vary")) {
            assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets",
                "/assets/",
                "/assets/js",
                "/assets/js/",
                "/assets/vendor/htmx-2.0.10",
                "/assets/nothing.js",
                "/assets/js/mount.js.br",
                "/assets/js/mount.js.gz",
                "/assets/js//mount.js",
                "/assets/./js/mount.js",
                "/assets/js/../js/mount.js",
                "/assets/../application.properties",
                "/assets/..%2fapplication.properties",
                "/assets/%2e%2e/application.properties",
                "/assets/..%5capplication.properties",
                "/assets/%2fetc/passwd.txt",
                "/assets/js/mount.js%00.css",
                "/assets/file:/etc/hosts.txt"
            })
    void unknownAsset_isNotFound(String path) {
        assertThat(get(path).status()).isIn(400, 404);
    }

    @Test
    void smallAnswer_isNotCompressed_andALargeOneIs() {
        assertThat(get("/health", "Accept-Encoding: gzip").header("Content-Encoding"))
                .isEmpty();
        assertThat(get("/ui/monitoring/advanced", "Accept-Encoding: gzip").header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    private Answer get(String path, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Host: localhost");
        return RawHttp.request(server.uri("/"), "GET " + path + " HTTP/1.1", all.toArray(new String[0]));
    }
}
