package dev.tidemark.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a JDBC URL of PostgreSQL. It accepts what the driver parses: for other text, libraries would report the whole URL with
 * its passwords.
 */
final class JdbcUrl {
    private static final String HOST = "(?:[^,/?@:\\[\\]\\s]+|\\[[0-9a-fA-F:.]+])?(?::\\d{1,5})?";
    private static final Pattern FORM = Pattern.compile("jdbc:postgresql:(?://" + HOST + "(?:," + HOST
            + ")*(?:/[^/?@\\s]*)?|/?[^/?@\\s]*)(?:\\?(?<parameters>\\S*))?");
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})(?=[,/?]|$)");
    private static final int MAX_PORT = 65_535;

    private JdbcUrl() {}

    static SettingType<String> type() {
        return new SettingType<>("jdbc:postgresql://host:port/database", JdbcUrl::parse, false);
    }

    private static String parse(String text) {
        Matcher url = FORM.matcher(text);
        if (!url.matches()) {
            throw new IllegalArgumentException();
        }
        String parameters = url.group("parameters");
        if (parameters != null) {
            // Throws for a percent sign without two hexadecimal digits.
            URLDecoder.decode(parameters, StandardCharsets.UTF_8);
        }
        Matcher ports = PORT.matcher(parameters == null ? text : text.substring(0, url.start("parameters")));
        while (ports.find()) {
            int port = Integer.parseInt(ports.group(1));
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException();
            }
        }
        return text;
    }
}
