package dev.tidemark.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.RecordingTidemark;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A web application without any Tidemark code, in a Tomcat that finds initializers on its own. */
class ScanningTomcatTest {
    @Test
    void webApplication_withTheLibrary_isMeasured(@TempDir Path folder) throws Exception {
        Path web = Files.createDirectory(folder.resolve("web"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        // The class path stands for WEB-INF/lib.
        Context context = tomcat.addWebapp("", web.toString());
        context.setParentClassLoader(getClass().getClassLoader());
        // Jetty's initializers are on the same class path.
        context.setContainerSciFilter("org\\.eclipse\\.jetty");
        try (RecordingTidemark tidemark = new RecordingTidemark()) {
            tomcat.start();
            URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/nothing-here");

            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.headers().firstValue("X-Trace-ID"))
                    .hasValue(tidemark.request().traceId());
            assertThat(tidemark.request().status()).isEqualTo(404);
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
