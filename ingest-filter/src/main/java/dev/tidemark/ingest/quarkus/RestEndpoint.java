package dev.tidemark.ingest.quarkus;

import dev.tidemark.ingest.ServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.mapping.URITemplate;
import org.jspecify.annotations.Nullable;

/** The endpoint of Quarkus REST that serves a request. */
final class RestEndpoint {
    /** The attribute of a request with its {@link Failure}. */
    static final String FAILURE = "dev.tidemark.quarkus.failure";

    // In "{id: [0-9]+}", which may hold braces of its own.
    private static final Pattern EXPRESSION = Pattern.compile("\\s*:(?:[^{}]|\\{[^{}]*})*(?=})");

    /** What a REST endpoint has failed with, also if that was turned into a response. */
    @FunctionalInterface
    interface Failure {
        @Nullable Throwable cause();
    }

    private RestEndpoint() {}

    /** Stores the route of the endpoint that was found, and how to ask what it fails with. */
    static void name(RoutingContext routing) {
        // What Quarkus passes to filters is a wrapper, which does not say which endpoint was found.
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        RuntimeResource target = request == null ? null : request.getTarget();
        if (target == null) {
            return;
        }
        String prefix = request.getDeployment().getPrefix();
        routing.put(
                ServerRequest.ROUTE_ATTRIBUTE, template(prefix, text(target.getClassPath()), text(target.getPath())));
        Failure failure = request::getThrowable;
        routing.put(FAILURE, failure);
    }

    private static String text(@Nullable URITemplate template) {
        return template == null ? "" : template.template;
    }

    static String template(String... parts) {
        StringBuilder joined = new StringBuilder();
        for (String part : parts) {
            String trimmed = part.endsWith("/") ? part.substring(0, part.length() - 1) : part;
            if (!trimmed.isEmpty() && !trimmed.startsWith("/")) {
                joined.append('/');
            }
            joined.append(trimmed);
        }
        return joined.isEmpty() ? "/" : EXPRESSION.matcher(joined).replaceAll("");
    }
}
