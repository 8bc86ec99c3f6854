package dev.tidemark.processor.http;

import dev.tidemark.processor.settings.SettingReader;
import dev.tidemark.wire.http.AllowedHosts;

/**
 * The address of the management server.
 *
 * @param host {@code tidemark.processor.http.host}: the address to listen on; 127.0.0.1, so that other machines have no access by
 *     default
 * @param port {@code tidemark.processor.http.port}: the port; 0 for any that is free; 8083
 * @param allowedHosts {@code tidemark.allowed.hosts}: host names, separated by commas, under which the server answers besides
 *     {@code localhost}, IP addresses and {@code host}; {@code *} allows every name; none
 */
public record HttpSettings(String host, int port, String allowedHosts) {

    public HttpSettings {
        try {
            AllowedHosts.of(host, allowedHosts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "tidemark.allowed.hosts \"" + allowedHosts
                            + "\": expected host names separated by commas, each with or without a port, or *",
                    e);
        }
    }

    public HttpSettings(String host, int port) {
        this(host, port, "");
    }

    /** Reads them; one that is not in the expected form is an {@link IllegalArgumentException} that names it. */
    public static HttpSettings from(SettingReader in) {
        return new HttpSettings(
                in.text("tidemark.processor.http.host", "127.0.0.1"),
                in.number("tidemark.processor.http.port", 8083, 0, 65_535),
                in.text("tidemark.allowed.hosts", ""));
    }

    /** The hosts that requests may be addressed to. */
    AllowedHosts hosts() {
        return AllowedHosts.of(host, allowedHosts);
    }
}
