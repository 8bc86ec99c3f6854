package dev.tidemark.ingest.http;

import dev.tidemark.ingest.call.NamePatterns;
import dev.tidemark.ingest.call.Operation;
import dev.tidemark.wire.event.CallKind;
import dev.tidemark.wire.event.CallSummary;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The operations of outgoing requests: the method with the pattern of the path, of each host and port. Thread-safe. */
final class HttpOperations {
    /** There are at most so many; each further one is {@code (other)}. */
    static final int MOST = 1_000;

    private static final int MOST_METHOD_CHARACTERS = 16;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final Operation OTHER = Operation.of(CallKind.HTTP, CallSummary.OTHER, CallSummary.OTHER);

    private final NamePatterns patterns = NamePatterns.ofPaths();
    private final ConcurrentMap<Name, Operation> known = new ConcurrentHashMap<>();

    /** @param template the path, or a whole address, with variables in braces; null if it is not known */
    Operation of(String method, URI uri, @Nullable String template) {
        String path = template == null ? uri.getRawPath() : path(template);
        Name name = new Name(method, target(uri), patterns.of(path == null || path.isEmpty() ? "/" : path));
        Operation operation = known.get(name);
        if (operation != null) {
            return operation;
        }
        if (known.size() >= MOST || method.length() > MOST_METHOD_CHARACTERS) {
            return OTHER;
        }
        Operation added = Operation.of(CallKind.HTTP, name.target(), method + " " + name.path());
        known.put(name, added);
        return added;
    }

    private static String target(URI uri) {
        String host = uri.getHost();
        if (host == null) {
            // With an underscore, for example, which is no host to URI.
            String authority = uri.getRawAuthority();
            return authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        return host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** Without scheme, host, query and fragment. */
    private static String path(String template) {
        int scheme = template.indexOf("://");
        int begin = 0;
        if (scheme >= 0) {
            int slash = template.indexOf('/', scheme + 3);
            begin = slash < 0 ? template.length() : slash;
        }
        int end = begin;
        while (end < template.length() && !endsPath(template, end)) {
            end++;
        }
        String path = template.substring(begin, end);
        // The variable of a base address comes before the path.
        int slash = path.indexOf('/');
        return slash > 0 && path.charAt(0) == '{' ? path.substring(slash) : path;
    }

    private static boolean endsPath(String template, int at) {
        char c = template.charAt(at);
        return c == '?'
                || c == '#'
                || (c == '{' && at + 1 < template.length() && "?&#".indexOf(template.charAt(at + 1)) >= 0);
    }

    private record Name(String method, String target, String path) {}
}
