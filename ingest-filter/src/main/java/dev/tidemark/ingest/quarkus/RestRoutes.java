package dev.tidemark.ingest.quarkus;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ServerRestHandler;
import org.jspecify.annotations.Nullable;

/**
 * The routes of Quarkus REST, whatever their methods and media types are. Quarkus itself names only the endpoint that it
 * calls.
 */
final class RestRoutes {
    // The method, the accepted media types or that of the body.
    private static final Set<Integer> UNSUPPORTED = Set.of(405, 406, 415);
    private static final String OPTIONS = "OPTIONS";

    // From the first request that needs them.
    private volatile @Nullable Mapped mapped;

    /** Whether a path may have a route although no endpoint was called. */
    static boolean mayHave(String method, int status) {
        return UNSUPPORTED.contains(status) || method.equals(OPTIONS);
    }

    /** The template of an endpoint at {@code path}; null if there is none. */
    @Nullable String find(String path) {
        try {
            Mapped known = mapped;
            if (known == null) {
                known = Mapped.read();
                mapped = known;
            }
            return known == null ? null : known.find(path);
        } catch (LinkageError e) {
            // Other versions may have changed these internals of Quarkus: the path has no route then.
            return null;
        }
    }

    private record Mapped(String prefix, RequestMapper<InitialMatch> classes) {
        static @Nullable Mapped read() {
            Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
            return deployment == null
                    ? null
                    : new Mapped(deployment.getPrefix(), new RequestMapper<>(deployment.getClassMappers()));
        }

        @Nullable String find(String path) {
            if (!path.startsWith(prefix)) {
                return null;
            }
            String inner = path.substring(prefix.length());
            if (!inner.startsWith("/")) {
                inner = "/" + inner;
            }
            RequestMatch<InitialMatch> match = classes.map(inner);
            while (match != null) {
                String method = methodTemplate(match);
                if (method != null) {
                    return RestEndpoint.template(prefix, match.template.template, method);
                }
                match = classes.continueMatching(inner, match);
            }
            return null;
        }

        /** Several methods may have different templates for the same path: always the same one of them. */
        private static @Nullable String methodTemplate(RequestMatch<InitialMatch> match) {
            String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
            TreeSet<String> templates = new TreeSet<>();
            for (ServerRestHandler handler : match.value.handlers) {
                if (handler instanceof ClassRoutingHandler routing) {
                    for (Map.Entry<String, RequestMapper<RuntimeResource>> methods :
                            routing.getMappers().entrySet()) {
                        RequestMatch<RuntimeResource> found = methods.getValue().map(remaining);
                        // Without a method, it is the locator of another resource, and part of a template.
                        if (methods.getKey() != null && found != null) {
                            templates.add(found.template.template);
                        }
                    }
                }
            }
            return templates.isEmpty() ? null : templates.first();
        }
    }
}
