package dev.tidemark.ingest.redaction;

import dev.tidemark.ingest.redaction.KeyValues.Place;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Options of commands: {@code --password x}, {@code curl -u jo:x}, {@code mysql -px}. */
final class CommandLines {
    private static final int REACH = 2000;

    /** The commands and their short options that take a password; after a {@code +}, attached to the option. */
    private static final Map<String, Set<String>> COMMANDS = Map.ofEntries(
            Map.entry("curl", Set.of("u", "U", "user", "proxy-user")),
            Map.entry("http", Set.of("a", "auth")),
            Map.entry("https", Set.of("a", "auth")),
            Map.entry("wget", Set.of("user")),
            Map.entry("mysql", Set.of("+p")),
            Map.entry("mysqldump", Set.of("+p")),
            Map.entry("mysqladmin", Set.of("+p")),
            Map.entry("mariadb", Set.of("+p")),
            Map.entry("sshpass", Set.of("p", "+p")),
            Map.entry("docker", Set.of("p")),
            Map.entry("podman", Set.of("p")),
            Map.entry("helm", Set.of("p")),
            Map.entry("az", Set.of("p")),
            Map.entry("oc", Set.of("p")),
            Map.entry("redis", Set.of("a")),
            Map.entry("valkey", Set.of("a")),
            Map.entry("ldapsearch", Set.of("w")),
            Map.entry("ldapmodify", Set.of("w")),
            Map.entry("ldapadd", Set.of("w")),
            Map.entry("ldapwhoami", Set.of("w")),
            Map.entry("mongo", Set.of("p")),
            Map.entry("mongosh", Set.of("p")),
            Map.entry("mongodump", Set.of("p")),
            Map.entry("mongorestore", Set.of("p")),
            Map.entry("sqlcmd", Set.of("P")),
            Map.entry("bcp", Set.of("P")),
            Map.entry("smbclient", Set.of("U")),
            Map.entry("openssl", Set.of("passin", "passout", "k")),
            Map.entry("zip", Set.of("P")),
            Map.entry("unzip", Set.of("P")),
            Map.entry("ipmitool", Set.of("P")),
            Map.entry("keytool", Set.of("storepass", "keypass")),
            Map.entry("mosquitto", Set.of("P")),
            Map.entry("clickhouse", Set.of("password")));

    /** Commands whose option {@code -p} has another meaning unless they log in. */
    private static final Set<String> ONLY_LOGIN = Set.of("docker", "podman", "helm", "az", "oc");

    static final Set<String> KNOWN = COMMANDS.keySet();

    private final Scan scan;
    private final KeyValues keyValues;
    private final char[] s;
    private final int n;
    private @Nullable String command;
    private int commandAt;

    CommandLines(Scan scan, KeyValues keyValues) {
        this.scan = scan;
        this.keyValues = keyValues;
        this.s = scan.s;
        this.n = scan.n;
    }

    /** Remembers the command if one begins at {@code at}. */
    void word(int at, int end, int known) {
        if (end < n && (Chars.isSpace(s[end]) || s[end] == '-' || s[end] == ',' || Chars.isQuote(s[end]))) {
            String word = Scan.WORDS.word(known);
            if (COMMANDS.containsKey(word) && Character.isLowerCase(s[at]) && isUsed(word, end)) {
                command = word;
                commandAt = at;
            }
        }
    }

    private boolean isUsed(String word, int end) {
        if (!ONLY_LOGIN.contains(word)) {
            return true;
        }
        for (int i = end; i < n && i - end < 40 && !Chars.isLineEnd(s[i]); i++) {
            if (scan.matches(i, "login")) {
                return true;
            }
        }
        return false;
    }

    /** Removes the argument of the option whose dash is at {@code dash}; returns where to continue, or -1. */
    int option(int dash) {
        boolean begins = dash == 0
                || Chars.isSpace(s[dash - 1])
                || Chars.isQuote(s[dash - 1])
                || s[dash - 1] == ','
                || s[dash - 1] == '['
                || Chars.isLineEnd(s[dash - 1]);
        int start = dash + (dash + 1 < n && s[dash + 1] == '-' ? 2 : 1);
        if (!begins || start >= n || !Chars.isLetter(s[start])) {
            return -1;
        }
        int end = start;
        while (end < n && end - start < KeyWords.MAX_NAME && Chars.isName(s[end])) {
            end++;
        }
        scan.step(end - start);
        int byCommand = ofCommand(start, end);
        if (byCommand >= 0) {
            return byCommand;
        }
        if (end - start < 3 || end >= n || s[end] == '=' || s[end] == ':') {
            return -1;
        }
        SecretKind kind = scan.kindOf(start, end);
        int value = argument(end);
        if (kind == null
                || kind == SecretKind.EMAIL
                || kind == SecretKind.SESSION
                || kind == SecretKind.KEY
                || value < 0) {
            return -1;
        }
        return keyValues.value(new Place(kind, start, end, -1, true), value);
    }

    /** The start of the argument behind an option: after a space, or as the next item of a list. */
    private int argument(int end) {
        int i = end;
        while (i < n && i - end < 6 && (Chars.isSpace(s[i]) || s[i] == ',' || Chars.isQuote(s[i]))) {
            if (Chars.isQuote(s[i]) && i > end && (Chars.isSpace(s[i - 1]) || s[i - 1] == ',')) {
                break;
            }
            i++;
        }
        boolean separated = i > end && i < n && (Chars.isSpace(s[i - 1]) || s[i - 1] == ',');
        boolean option = separated
                && s[i] == '-'
                && i + 1 < n
                && (s[i + 1] == '-' || Chars.isLetter(s[i + 1]) && i + 2 < n && !Chars.isAlphanumeric(s[i + 2]));
        return separated && !option ? i : -1;
    }

    private int ofCommand(int start, int end) {
        String running = command;
        if (running == null || start - commandAt > REACH) {
            return -1;
        }
        Set<String> options = COMMANDS.getOrDefault(running, Set.of());
        String option = scan.text.substring(start, Math.min(end, start + 12));
        boolean login = running.equals("curl") || running.equals("wget") || running.startsWith("http");
        if (options.contains("+" + option.charAt(0)) && end - start > 1 && s[start - 2] != '-') {
            int to = scan.values.endOfPlain(start + 1, false, false, false);
            return scan.found(start + 1, to, "command-line");
        }
        int at = options.contains(option)
                ? end < n && s[end] == '=' ? end + 1 : argument(end)
                : login && options.contains(option.substring(0, 1)) && s[start - 2] != '-' ? start + 1 : -1;
        if (at < 0 || at >= n) {
            return -1;
        }
        int quote = scan.values.quoteAt(at);
        int close = quote < 0 ? -1 : scan.values.closingQuote(quote, quote - at);
        int to = close >= 0 ? close + 1 : scan.values.endOfPlain(at, false, false, false);
        scan.step(to - at);
        if (login && !hasPassword(at, to)
                || Placeholders.isPlaceholder(s, quote >= 0 ? quote + 1 : at, close >= 0 ? close : to)) {
            return -1;
        }
        return scan.found(at, to, "command-line");
    }

    private boolean hasPassword(int start, int end) {
        for (int i = start; i + 1 < end; i++) {
            if (s[i] == ':') {
                return !Chars.isQuote(s[i + 1]) && s[i + 1] != '$';
            }
        }
        return false;
    }
}
