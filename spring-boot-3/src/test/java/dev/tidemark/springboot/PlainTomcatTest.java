package dev.tidemark.springboot;

import dev.tidemark.ingest.contract.HttpServerContract;
import dev.tidemark.ingest.contract.ServletShop;
import dev.tidemark.ingest.servlet.TidemarkInitializer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Spring Boot's version of Tomcat without Spring, embedded, without scanning: one line adds the filter. */
@Tag("java17")
class PlainTomcatTest extends HttpServerContract {
    @TempDir
    private static Path folder;

    private final Tomcat tomcat = new Tomcat();

    @Override
    protected URI start() throws Exception {
        tomcat.setBaseDir(folder.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", folder.toString());
        context.addServletContainerInitializer(new TidemarkInitializer(), Set.of());
        Wrapper servlet = Tomcat.addServlet(context, "shop", new ServletShop());
        servlet.setAsyncSupported(true);
        ServletShop.PATHS.forEach(servlet::addMapping);
        // Without a default servlet, Tomcat answers what no servlet serves before its filters.
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        tomcat.start();
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
    }

    @Override
    protected List<String> threads() {
        return ServletShop.THREADS;
    }

    @Override
    protected boolean handlesExceptions() {
        return false;
    }

    @Override
    protected boolean forwards() {
        return true;
    }

    @Override
    protected void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
