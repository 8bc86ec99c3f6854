package dev.tidemark.query.http;

import dev.tidemark.settings.ServerSetting;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.http.AllowedHosts;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * Where the service listens, and under which host names it answers. {@code Main} passes host and port to the server.
 *
 * @param host {@code tidemark.http.host} (default 127.0.0.1, reachable from this machine only)
 * @param port {@code tidemark.http.port} (default 8080)
 * @param allowedHosts {@code tidemark.allowed-hosts}: host names, separated by commas, under which the service answers besides
 *     {@code localhost}, IP addresses and {@code host}; {@code *} allows every name (default: none)
 */
@Context
public record HttpSettings(String host, int port, AllowedHosts allowedHosts) {
    @Inject
    public HttpSettings(SettingsReader settings) {
        this(
                settings.get(ServerSetting.HTTP_HOST),
                settings.get(ServerSetting.HTTP_PORT),
                settings.get(
                        ServerSetting.ALLOWED_HOSTS,
                        text -> AllowedHosts.of(settings.get(ServerSetting.HTTP_HOST), text)));
    }
}
