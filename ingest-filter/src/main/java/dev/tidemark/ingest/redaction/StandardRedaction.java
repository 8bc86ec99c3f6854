package dev.tidemark.ingest.redaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The patterns of {@link Redaction#standard()}. Each matches in linear time: quantifiers are bounded or possessive, and
 * a match with an unbounded one can only begin at the start of a run of its characters. Stateless.
 */
final class StandardRedaction implements Redaction {
    // Grouped by first letter, so that most positions of a text are rejected in one step.
    private static final String SECRET_WORDS =
            "(?=[pstcaej])(?:p(?:ass(?:word|wd|phrase|code|(?<![a-z0-9]pass)(?=[\\\\\"']{0,4}+\\s{0,4}+(?:[:=]|$)))"
                    + "|wd|rivate[-_ .]?key)"
                    + "|s(?:ecret|ession[-_ .]?id|igning[-_ .]?key|sn)|token|c(?:redential|v[cv])"
                    + "|a(?:pi[-_ .]?key|ccess[-_ .]?key|uthorization)|encryption[-_ .]?key|jsessionid)";

    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(?:" + SECRET_WORDS + "|cookie|^auth$|^pin$|^e[-_]?mail)");

    // name=value, name: value, "name":"value", \"name\":\"value\", <name>value, name%3Dvalue, name="name" value="value"
    private static final String SEPARATOR = "(?:[\\\\\"']{0,4}+\\s{0,4}+(?:[:=]>?+|%3[ad])\\s{0,4}+|>"
            + "|[\\\\\"']{1,4}+[\\s,]{1,4}+[\\\\\"']{0,4}+value[\\\\\"']{0,4}+\\s{0,4}+[:=]\\s{0,4}+)";

    private static final String SINGLE_QUOTED = "'(?:[^'\\\\\\r\\n]|''|\\\\.)*+'?+";

    // The value includes its scheme, quotes within quotes, and a whole list or object on the line.
    private static final String VALUE = "(?:(?:bearer|basic|digest|negotiate|apikey)[ \\t]{1,4}+[^\\s,;\"']++"
            + "|\\\\{1,7}+\"(?:[^\"\\\\\\r\\n]|\\\\{3}\"|\\\\(?!\"))*+(?:\\\\\")?+"
            + "|\"(?:[^\"\\\\\\r\\n]|\\\\.)*+\"?+|" + SINGLE_QUOTED
            + "|\\[[^\\]\\r\\n]*+\\]?+|\\{[^}\\r\\n]*+\\}?+|[^\\s,;&\"'<>)\\]}]++)";

    private static final String PARAMETER = "[a-z_-]{1,32}+=(?:\"[^\"\\r\\n]*+\"?+|[^\\s,;\"']*+)";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    List.of("-----BEGIN"),
                    "-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----))*+"
                            + "(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?",
                    REDACTED),
            // A host is followed by its port, not a password. A password may contain a slash or an @.
            new Rule(
                    List.of("://"),
                    "://[^\\s/@:]{0,256}+:(?!\\d{1,5}+[/?#\"',;)\\]}>])[^\\s@]{1,256}+@(?:[^\\s/@]{0,256}+@)*+",
                    "://" + REDACTED + "@"),
            new Rule(
                    List.of("ookie", "OOKIE"),
                    "(?i)(cookie[s2]?+[\\\\\"']{0,4}+\\s{0,4}+[:=]\\s{0,4}+)[^\\r\\n]++",
                    "$1" + REDACTED),
            // Any scheme, with a token or with parameters.
            new Rule(
                    List.of("uthorization", "UTHORIZATION"),
                    "(?i)(authorization\\s{0,4}+[:=]\\s{0,4}+)[a-z][a-z0-9-]{0,31}+[ \\t]{1,4}+(?:" + PARAMETER
                            + "(?:,[ \\t]{0,4}+" + PARAMETER + ")*+|[^\\s,;\"']++)",
                    "$1" + REDACTED),
            new Rule(
                    List.of("=", ":", ">", "%3"),
                    "(?i)(" + SECRET_WORDS + "[a-z0-9_.-]{0,32}+" + SEPARATOR + ")" + VALUE,
                    "$1" + REDACTED),
            // SQL syntax.
            new Rule(List.of("word '", "WORD '"), "(?i)(password )" + SINGLE_QUOTED, "$1" + REDACTED),
            new Rule(List.of("earer", "EARER"), "(?i)(bearer[ \\t]{1,4}+)[a-z0-9._~+/=-]{8,}+", "$1" + REDACTED),
            // Signed JWTs have three parts, encrypted ones five, whose second part may be empty.
            new Rule(
                    List.of("eyJ"),
                    "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}+\\.(?:[A-Za-z0-9_-]{8,}+|(?=\\.))(?:\\.[A-Za-z0-9_-]*+){0,3}+",
                    REDACTED),
            // API keys of well-known services, recognised by their prefixes.
            new Rule(
                    List.of("AKIA", "ASIA", "gh", "glpat-", "xox", "AIza", "sk", "pk", "rk"),
                    "(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,255}+"
                            + "|github_pat_[A-Za-z0-9_]{20,255}+|glpat-[A-Za-z0-9_-]{20,255}+"
                            + "|xox[abeoprs]-[A-Za-z0-9-]{10,255}+|AIza[A-Za-z0-9_-]{35}"
                            + "|[spr]k[-_](?:live|test|proj|ant)[-_][A-Za-z0-9_-]{16,255}+)",
                    REDACTED),
            new Rule(
                    List.of("@"),
                    "(?<![\\p{L}0-9._%+-])[\\p{L}0-9._%+-]++@[\\p{L}0-9-]{1,63}+(?:\\.[\\p{L}0-9-]{1,63}+){1,8}+",
                    REDACTED),
            // The same, URL-encoded.
            new Rule(
                    List.of("%40"),
                    "(?<![\\p{L}0-9._%+-])(?:[\\p{L}0-9._+-]|%(?!40))++%40"
                            + "[\\p{L}0-9-]{1,63}+(?:\\.[\\p{L}0-9-]{1,63}+){1,8}+",
                    REDACTED));

    @Override
    public String redact(CharSequence text) {
        String all = text.toString();
        CharSequence rest = text;
        for (Rule rule : RULES) {
            if (rule.concerns(all)) {
                Matcher matcher = rule.pattern().matcher(rest);
                if (matcher.find()) {
                    all = matcher.replaceAll(rule.replacement());
                    rest = TimedText.sameLimit(text, all);
                }
            }
        }
        Matcher card = PaymentCard.matcher(rest);
        return card.find() ? card.replaceAll(PaymentCard::replacement) : all;
    }

    @Override
    public boolean hides(String fieldName) {
        return SECRET_NAME.matcher(fieldName).find();
    }
}
