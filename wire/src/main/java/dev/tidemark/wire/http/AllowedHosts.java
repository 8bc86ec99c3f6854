package dev.tidemark.wire.http;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The host names under which a server answers. With DNS rebinding, a page of another site points its own DNS name at
 * this server to read its answers; such requests carry the foreign name and are rejected. IP addresses are always
 * allowed, because no DNS name looks like one. Immutable.
 */
public final class AllowedHosts {
    private static final String ANY = "*";

    private final List<Authority> allowed;
    private final boolean any;

    private AllowedHosts(List<Authority> allowed, boolean any) {
        this.allowed = allowed;
        this.any = any;
    }

    /**
     * Allows {@code localhost}, IP addresses, {@code listenHost} and the hosts in {@code setting}.
     *
     * @param listenHost the host that the server listens on
     * @param setting host names separated by commas; one without a port is allowed with every port; {@code *} allows
     *     every host
     * @throws IllegalArgumentException if an entry is not a host name; the message is that entry
     */
    public static AllowedHosts of(String listenHost, String setting) {
        List<String> entries = Arrays.stream(setting.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        List<Authority> allowed = entries.stream()
                .filter(entry -> !entry.equals(ANY))
                .map(entry -> {
                    Authority authority = Authority.parse(entry);
                    if (authority == null) {
                        throw new IllegalArgumentException(entry);
                    }
                    return authority;
                })
                .toList();
        // IP addresses are always allowed, so an IPv6 address, which has no brackets here, can be left out.
        Stream<Authority> own =
                Stream.of("localhost", listenHost).map(Authority::parse).filter(Objects::nonNull);
        return new AllowedHosts(Stream.concat(own, allowed.stream()).toList(), entries.contains(ANY));
    }

    /**
     * Why a request is rejected; null if it is allowed.
     *
     * @param target the request target as sent; the host of an absolute target is checked, too
     * @param hosts the values of all Host headers
     * @param optional whether the protocol allows a request without a Host header, as HTTP/1.0 does
     */
    public @Nullable Refusal refusal(String target, List<String> hosts, boolean optional) {
        if (hosts.size() > 1) {
            return malformed(hosts.size() + " Host headers: expected one");
        }
        String ofTarget = authorityOf(target);
        Refusal refusal = ofTarget == null ? null : refusal("request target", ofTarget);
        if (refusal != null) {
            return refusal;
        }
        if (hosts.isEmpty()) {
            return optional ? null : malformed("no Host header: expected one");
        }
        return refusal("Host", hosts.get(0));
    }

    private @Nullable Refusal refusal(String what, String text) {
        Authority authority = Authority.parse(text.strip());
        if (authority == null) {
            return malformed(
                    what + " \"" + shorten(text) + "\": expected a host name or an IP address, with or without a port");
        }
        if (any || authority.isAddress() || allowed.stream().anyMatch(entry -> entry.covers(authority))) {
            return null;
        }
        return new Refusal(
                421,
                "Misdirected Request",
                what + " \"" + shorten(text)
                        + "\": this server does not answer under that name; TIDEMARK_ALLOWED_HOSTS lists"
                        + " the names that it answers under besides localhost and IP addresses");
    }

    /** The authority of a target such as {@code http://host:80/path}; null for the usual {@code /path} and for {@code *}. */
    private static @Nullable String authorityOf(String target) {
        if (target.startsWith("/") || target.equals("*")) {
            return null;
        }
        int scheme = target.indexOf("://");
        String rest = scheme < 0 ? target : target.substring(scheme + 3);
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(0, end);
    }

    private static Refusal malformed(String detail) {
        return new Refusal(400, "Bad Request", detail);
    }

    private static String shorten(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    /**
     * A rejected request.
     *
     * @param status the HTTP status: 400 for a malformed host, 421 for one that is not allowed
     * @param reason the status in words
     * @param detail the bad value and the expected form
     */
    public record Refusal(int status, String reason, String detail) {}
}
