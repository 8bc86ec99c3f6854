package dev.tidemark.processor.http;

import dev.tidemark.settings.ServerSetting;
import dev.tidemark.settings.SettingException;
import dev.tidemark.settings.SettingsReader;
import dev.tidemark.wire.http.AllowedHosts;

/**
 * The address of the management server.
 *
 * @param host {@code tidemark.processor.http.host}: the address to listen on; 127.0.0.1, so that other machines have no
 *     access by default
 * @param port {@code tidemark.processor.http.port}: the port; 0 for any free port; 8083
 * @param allowedHosts {@code tidemark.allowed-hosts}: host names, separated by commas, under which the server answers
 *     besides {@code localhost}, IP addresses and {@code host}; {@code *} allows every name; none
 */
public record HttpSettings(String host, int port, String allowedHosts) {

    public HttpSettings {
        try {
            AllowedHosts.of(host, allowedHosts);
        } catch (IllegalArgumentException e) {
            throw SettingException.wrongValue(
                    ServerSetting.ALLOWED_HOSTS.property(),
                    allowedHosts,
                    ServerSetting.ALLOWED_HOSTS.type().form());
        }
    }

    public HttpSettings(String host, int port) {
        this(host, port, "");
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one has a wrong value; the message names it
     */
    public static HttpSettings from(SettingsReader in) {
        String host = in.get(ServerSetting.PROCESSOR_HTTP_HOST);
        String allowedHosts = in.get(ServerSetting.ALLOWED_HOSTS, text -> {
            // Throws for a malformed list; the reader adds the name as the user wrote it.
            AllowedHosts unused = AllowedHosts.of(host, text);
            return text;
        });
        return new HttpSettings(host, in.get(ServerSetting.PROCESSOR_HTTP_PORT), allowedHosts);
    }

    /** The hosts that requests may be addressed to. */
    AllowedHosts hosts() {
        return AllowedHosts.of(host, allowedHosts);
    }
}
