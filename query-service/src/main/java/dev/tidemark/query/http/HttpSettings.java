package dev.tidemark.query.http;

import dev.tidemark.query.settings.SettingsReader;
import dev.tidemark.wire.http.AllowedHosts;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * Where the service listens, and the names it answers under; {@code application.properties} hands host and port on to the server.
 *
 * @param host {@code tidemark.http.host}: 127.0.0.1, which only this machine reaches
 * @param port {@code tidemark.http.port}: 8080
 * @param allowedHosts {@code tidemark.allowed.hosts}: host names, separated by commas, under which the service answers besides
 *     {@code localhost}, IP addresses and {@code host}; {@code *} allows every name; none
 */
@Context
record HttpSettings(String host, int port, AllowedHosts allowedHosts) {
    @Inject
    HttpSettings(SettingsReader settings) {
        this(host(settings), settings.number("tidemark.http.port", 8080, 0, 65_535), allowedHosts(settings));
    }

    private static String host(SettingsReader settings) {
        return settings.text("tidemark.http.host", "127.0.0.1");
    }

    private static AllowedHosts allowedHosts(SettingsReader settings) {
        String host = host(settings);
        return settings.parsed(
                "tidemark.allowed.hosts",
                "",
                "host names separated by commas, each with or without a port, or *",
                text -> AllowedHosts.of(host, text));
    }
}
