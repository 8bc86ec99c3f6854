package dev.tidemark.query.http;

import dev.tidemark.settings.ServerSetting;
import dev.tidemark.settings.SettingsReader;
import io.micronaut.context.annotation.Context;
import jakarta.inject.Inject;

/**
 * Where the service listens; {@code Main} hands both on to the server.
 *
 * @param host {@code tidemark.http.host}: {@code 127.0.0.1}, which only this machine reaches
 * @param port {@code tidemark.http.port}: 8080
 */
@Context
public record HttpSettings(String host, int port) {
    @Inject
    public HttpSettings(SettingsReader settings) {
        this(settings.get(ServerSetting.HTTP_HOST), settings.get(ServerSetting.HTTP_PORT));
    }
}
