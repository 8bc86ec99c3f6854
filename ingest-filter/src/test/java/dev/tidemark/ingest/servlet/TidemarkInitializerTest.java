package dev.tidemark.ingest.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.settings.FilterSetting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application without any Tidemark code, in a container that finds initializers on its own. */
@Tag("java17")
class TidemarkInitializerTest {
    @TempDir
    private Path web;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void webApplication_withTheLibrary_isMeasured() throws Exception {
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            HttpResponse<String> response = get("/nothing-here");

            assertThat(response.headers().firstValue("X-Trace-ID"))
                    .hasValue(tidemark.request().traceId());
            assertThat(tidemark.request().status()).isEqualTo(404);
        }
    }

    @Test
    void webApplication_withWrongSettings_startsUnmeasured() throws Exception {
        System.setProperty(FilterSetting.QUEUE_CAPACITY.property(), "many");
        try {
            assertThat(get("/nothing-here").statusCode()).isEqualTo(404);
        } finally {
            System.clearProperty(FilterSetting.QUEUE_CAPACITY.property());
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        WebAppContext context = new WebAppContext();
        context.setContextPath("/");
        context.setBaseResource(ResourceFactory.of(context).newResource(web));
        context.addConfiguration(new AnnotationConfiguration());
        // The class path stands for WEB-INF/lib.
        context.setParentLoaderPriority(true);
        server.setHandler(context);
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
