package dev.tidemark.ingest.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.tidemark.ingest.RecordingTidemark;
import dev.tidemark.ingest.logback.TidemarkAppender;
import dev.tidemark.ingest.servlet.TidemarkInitializer;
import dev.tidemark.wire.event.LogEvent;
import dev.tidemark.wire.event.RequestEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** An application on Jetty that starts its spans with the SDK: outside of the filter, or in a filter of its own. */
@Tag("java17")
class SdkTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final RecordingTidemark tidemark = new RecordingTidemark();
    private final ApplicationSpans spans = new ApplicationSpans();
    private final LoggerContext logging = new LoggerContext();
    private final Server server = new Server();

    @AfterEach
    void stop() throws Exception {
        server.stop();
        logging.stop();
        spans.close();
        tidemark.close();
    }

    @Test
    void span_begunBeforeTheFilter_isTheRequests() throws Exception {
        check(get(start(true)), spans.server());
    }

    @Test
    void span_begunAfterTheFilter_isTheRequests() throws Exception {
        check(get(start(false)), spans.server());
    }

    @Test
    void span_begunAfterTheFilterInTheCallersTrace_isTheRequests() throws Exception {
        HttpResponse<String> response = get(start(false), "traceparent", TRACEPARENT);

        String ids = spans.server();
        check(response, ids);
        assertThat(ids).startsWith(TRACE);
    }

    @Test
    void idsOfTheApplicationInTheMdc_stay() throws Exception {
        String own = "0af7651916cd43dd8448eb211c80319c";
        HttpResponse<String> response = get(start(false), "X-Own", own);

        assertThat(response.body()).startsWith(own + " null ");
        LogEvent line = tidemark.logs(1).get(0);
        assertThat(line.traceId()).isEqualTo(own);
        assertThat(line.spanId()).isNull();
        RequestEvent event = tidemark.request();
        assertThat(event.traceId() + " " + event.spanId()).isEqualTo(spans.server());
    }

    private void check(HttpResponse<String> response, String ids) {
        RequestEvent event = tidemark.request();
        assertThat(event.traceId() + " " + event.spanId()).isEqualTo(ids);
        assertThat(response.headers().firstValue("X-Trace-ID")).hasValue(event.traceId());
        // MDC, then the inner span.
        assertThat(response.body()).startsWith(ids + " " + event.traceId() + " ");
        List<LogEvent> lines = tidemark.logs(2);
        assertThat(lines.get(0).traceId() + " " + lines.get(0).spanId()).isEqualTo(ids);
        assertThat(response.body())
                .endsWith(lines.get(1).traceId() + " " + lines.get(1).spanId());
        assertThat(lines.get(1).spanId()).isNotEqualTo(event.spanId());
    }

    private URI start(boolean outside) throws Exception {
        logging.setMDCAdapter(MDC.getMDCAdapter());
        TidemarkAppender appender = new TidemarkAppender();
        appender.setContext(logging);
        appender.start();
        Logger logger = logging.getLogger("shop");
        logger.addAppender(appender);

        ServletContextHandler context = new ServletContextHandler("/");
        // Before the application's own filters, as in a container that scans.
        context.addServletContainerInitializer(new TidemarkInitializer());
        FilterHolder own = new FilterHolder((Filter) (request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            if (outside) {
                chain.doFilter(request, response);
                return;
            }
            Span span = spans.server(http::getHeader);
            try (Scope ignored = span.makeCurrent()) {
                chain.doFilter(request, response);
            } finally {
                span.end();
            }
        });
        context.addFilter(own, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new Shop(logger)), "/orders/*");

        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Around(context, outside));
        server.start();
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/orders/1");
    }

    private static HttpResponse<String> get(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** An instrumentation of the server. */
    private final class Around extends Handler.Wrapper {
        private final boolean starts;

        Around(Handler inner, boolean starts) {
            super(inner);
            this.starts = starts;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            String own = request.getHeaders().get("X-Own");
            try (MDC.MDCCloseable ignored = own == null ? null : MDC.putCloseable("trace_id", own)) {
                if (!starts) {
                    return super.handle(request, response, callback);
                }
                Span span = spans.server(request.getHeaders()::get);
                try (Scope alsoIgnored = span.makeCurrent()) {
                    return super.handle(request, response, callback);
                } finally {
                    span.end();
                }
            }
        }
    }

    private final class Shop extends HttpServlet {
        private final Logger logger;

        Shop(Logger logger) {
            this.logger = logger;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            logger.info("sold");
            Span inner = spans.inner();
            try (Scope ignored = inner.makeCurrent()) {
                logger.info("stored");
            } finally {
                inner.end();
            }
            response.getOutputStream()
                    .print(MDC.get("trace_id") + " " + MDC.get("span_id") + " " + ApplicationSpans.ids(inner));
        }
    }
}
