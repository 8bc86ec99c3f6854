package dev.tidemark.query;

import dev.tidemark.query.http.HttpSettings;
import dev.tidemark.settings.Component;
import dev.tidemark.settings.SettingException;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import java.net.BindException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The query service: the JSON API, the pages and the live log stream. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Tidemark",
                        version = "v1",
                        description =
                                "Shows what is wrong with a running system. JSON in snake_case, times in UTC (RFC 3339),"
                                        + " latencies in milliseconds, error rates in percent. Errors are RFC 9457 problem"
                                        + " details, application/problem+json.",
                        license = @License(name = "Apache-2.0")))
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            SettingsReader settings = SettingsReader.ofProcess(Component.QUERY_SERVICE);
            HttpSettings http = new HttpSettings(settings);
            ApplicationContext context = ApplicationContext.builder()
                    .properties(Map.of("micronaut.server.host", http.host(), "micronaut.server.port", http.port()))
                    .mainClass(Main.class)
                    .args(args)
                    .banner(false)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(context::close, "stop"));
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            LOG.info("Listening on {}", server.getURI());
        } catch (RuntimeException e) {
            LOG.error("The query service cannot start: {}", why(e));
            LOG.debug("Because of", e);
            System.exit(1);
        }
        // Runs until the process is stopped.
        new CountDownLatch(1).await();
    }

    /** The part of a failure that the operator can act on. */
    private static String why(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingException) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof BindException) {
                return String.valueOf(failure.getMessage())
                                .replace("Unable to start Micronaut server on", "it cannot listen on")
                        + ": the port is in use, or the address does not belong to this machine; set"
                        + " TIDEMARK_HTTP_PORT or TIDEMARK_HTTP_HOST to another value";
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
