package dev.tidemark.ingest.delivery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.StringJoiner;

/** Says why Kafka's servers may not answer, by connecting to them. */
final class ServerCheck {
    private static final int TIMEOUT_MILLIS = 500;
    private static final int SERVERS = 3;

    private ServerCheck() {}

    /** @param servers {@code host:port[,host:port…]}; at most three are tried */
    static String diagnose(String servers) {
        StringJoiner findings = new StringJoiner("; ");
        String[] all = servers.split(",");
        for (int i = 0; i < Math.min(SERVERS, all.length); i++) {
            String server = all[i].strip();
            findings.add(server + " " + finding(server));
        }
        return findings.toString();
    }

    private static String finding(String server) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(server.indexOf("://") < 0 ? 0 : server.indexOf("://") + 3, colon)
                .replaceAll("[\\[\\]]", "");
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(server.substring(colon + 1)));
        if (address.isUnresolved()) {
            return "is an unknown host";
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            return "accepts connections, but stores nothing (it hangs, it needs another security protocol, or Tidemark's"
                    + " topics are missing)";
        } catch (SocketTimeoutException e) {
            return "does not answer";
        } catch (IOException e) {
            return "cannot be reached (" + e.getMessage() + ")";
        }
    }
}
