package dev.tidemark.wire.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and an optional port: an RFC 3986 authority without user information.
 *
 * @param host in lower case, without the final dot of a DNS name; an IPv6 address is in brackets
 * @param port null if there is none
 */
record Authority(String host, @Nullable Integer port) {
    private static final int MAX_LENGTH = 260;
    private static final Pattern FORM = Pattern.compile(
            "(?<host>\\[[0-9a-fA-F:.]{2,45}]|[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.?)(?::(?<port>[0-9]{0,5}))?");
    private static final Pattern ADDRESS = Pattern.compile(
            "\\[.*]|(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}", Pattern.DOTALL);

    /** Parses {@code text}; null if it is no authority. */
    static @Nullable Authority parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !parts.matches()) {
            return null;
        }
        String host = parts.group("host").toLowerCase(Locale.ROOT);
        String port = parts.group("port");
        Integer number = port == null || port.isEmpty() ? null : Integer.valueOf(port);
        if (number != null && number > 65_535) {
            return null;
        }
        return new Authority(host.endsWith(".") ? host.substring(0, host.length() - 1) : host, number);
    }

    boolean isAddress() {
        return ADDRESS.matcher(host).matches();
    }

    /** Whether this entry of a list allows a request to {@code asked}. */
    boolean covers(Authority asked) {
        return host.equals(asked.host)
                && (port == null || port.equals(asked.port) || (asked.port == null && isDefault(port)));
    }

    /** A request to the default port names no port. Behind a proxy, the default may be that of HTTP or HTTPS. */
    private static boolean isDefault(int port) {
        return port == 80 || port == 443;
    }
}
