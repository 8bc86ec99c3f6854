package dev.tidemark.query.http;

import dev.tidemark.settings.ServerSetting;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.http.AllowedHosts;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * Where the service listens, and the names it answers under; {@code Main} hands host and port on to the server.
 *
 * @param host {@code tidemark.http.host}: 127.0.0.1, which only this machine reaches
 * @param port {@code tidemark.http.port}: 8080
 * @param allowedHosts {@code tidemark.allowed-hosts}: host names, separated by commas, under which the service answers besides
 *     {@code localhost}, IP addresses and {@code host}; {@code *} allows every name; none
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
