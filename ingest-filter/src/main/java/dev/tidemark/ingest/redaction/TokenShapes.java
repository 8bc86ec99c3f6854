package dev.tidemark.ingest.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tokens that are recognised by their form alone. The prefixes, alphabets and lengths are those of gitleaks (MIT licence,
 * {@code config/gitleaks.toml}), where a rule has a prefix of its own; lengths are lower bounds, because a longer token is
 * a secret, too. Immutable.
 */
final class TokenShapes {
    private static final String SHAPES = """
            aws (AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{12,} A3T[A-Z0-9]{17,} (IQoJ|FwoG|FQoG)[A-Za-z0-9+/=]{60,} ABSK[A-Za-z0-9+/=]{100,}
            aws amzn\\.mws\\.[0-9a-f-]{36} bedrock-api-key-[A-Za-z0-9+/=]{20,}
            google AIza[A-Za-z0-9_-]{24,} AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{20,} ya29\\.[A-Za-z0-9_-]{16,} GOCSPX-[A-Za-z0-9_-]{16,} 1//0[A-Za-z0-9_-]{30,} 4/0A[A-Za-z0-9_-]{30,}
            github (ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{16,} github_pat_[A-Za-z0-9_]{16,}
            gitlab gl(pat|dt|ft|rt|ptt|cbt|soat|imt|agent|oas|ffct)-[A-Za-z0-9_.-]{16,} GR1348941[A-Za-z0-9_-]{16,}
            slack xox[abceoprs](\\.xox[bp])?-[A-Za-z0-9-]{10,} xapp-[A-Za-z0-9-]{10,} hooks\\.slack\\.com/(services|workflows|triggers)/[A-Za-z0-9/+]{16,}
            stripe (sk|rk|pk)_(live|test|prod)_[A-Za-z0-9]{10,} whsec_[A-Za-z0-9+/=]{16,}
            sendgrid SG\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}
            twilio SK[0-9a-f]{32}
            mail-service key-[0-9a-f]{32} xkeysib-[a-f0-9]{40,} re_[A-Za-z0-9]{8,}_[A-Za-z0-9]{16,}
            npm npm_[A-Za-z0-9]{20,}
            hugging-face hf_[A-Za-z0-9]{20,} api_org_[A-Za-z]{20,}
            vault hv[sbr]\\.[A-Za-z0-9_-]{16,} s\\.[A-Za-z0-9]{24} b\\.AAAAAQ[A-Za-z0-9_-]{60,}
            pypi pypi-[A-Za-z0-9_-]{16,}
            digitalocean do[opr]_v1_[a-f0-9]{20,}
            openai-style sk-[A-Za-z0-9_-]{16,} pplx-[A-Za-z0-9]{20,} gsk_[A-Za-z0-9]{20,} xai-[A-Za-z0-9]{20,} r8_[A-Za-z0-9]{20,} sess-[A-Za-z0-9]{30,}
            docker dckr_[po]at_[A-Za-z0-9_-]{16,}
            shopify shp(at|ca|pa|ss)_[a-fA-F0-9]{20,}
            databricks dapi[a-f0-9]{24,}
            square (EAAA|sq0atp-|sq0csp-|sq0idp-)[A-Za-z0-9_-]{22,} EAA[A-Za-z0-9]{60,}
            atlassian (ATATT3|ATCTT3|ATBB|ATSTT3)[A-Za-z0-9_=-]{20,}
            grafana glc_[A-Za-z0-9+/=]{30,} glsa_[A-Za-z0-9]{20,}_[A-Fa-f0-9]{8} eyJrIjoi[A-Za-z0-9=]{60,}
            vendor ntn_[A-Za-z0-9]{30,} secret_[A-Za-z0-9]{40,} lin_(api|oauth)_[A-Za-z0-9]{20,} figd_[A-Za-z0-9_-]{20,} PMAK-[a-f0-9-]{40,}
            vendor NR(AK|JS|II|AL|RA)-[A-Za-z0-9-]{19,} dt0[a-z]\\d{2}\\.[A-Z0-9]{24}\\.[A-Z0-9]{40,} dp\\.(pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9.]{30,}
            vendor pul-[a-f0-9]{40} pscale_(tkn|oauth|pw)_[A-Za-z0-9_.=-]{30,} sbp_[a-f0-9]{40} sb_secret_[A-Za-z0-9_-]{20,} ops_eyJ[A-Za-z0-9+/=]{100,}
            vendor AGE-SECRET-KEY-1[A-Z0-9]{50,} A3-[A-Z0-9]{6}-[A-Z0-9-]{20,} fo1_[A-Za-z0-9_-]{40,} fm\\d[ar]?_[A-Za-z0-9+/=]{80,} HRKU-[A-Za-z0-9_-]{30,}
            vendor sntrys_[A-Za-z0-9+/=_]{30,} sntryu_[a-f0-9]{60,} LTAI[A-Za-z0-9]{16,} AKID[A-Za-z0-9]{20,} AQVN[A-Za-z0-9_-]{30,} AKCp[A-Za-z0-9]{60,}
            vendor cmVmd[A-Za-z0-9]{50,} rubygems_[a-f0-9]{40,} CLOJARS_[A-Za-z0-9]{50,} oy2[a-z0-9]{43} cio[A-Za-z0-9]{32} tskey-[A-Za-z0-9-]{16,}
            vendor nfp_[A-Za-z0-9]{30,} CFPAT-[A-Za-z0-9_-]{30,} pat[A-Za-z0-9]{14}\\.[a-f0-9]{40,} bkua_[a-z0-9]{30,} CCIPAT_[A-Za-z0-9_]{30,}
            vendor sq[uap]_[A-Za-z0-9]{40} rzp_(live|test)_[A-Za-z0-9]{10,} access-(sandbox|development|production)-[0-9a-f-]{36}
            vendor access_token\\$production\\$[a-z0-9$]{20,} shippo_(live|test)_[a-fA-F0-9]{30,} EZ[AT]K[A-Za-z0-9]{50,} duffel_(live|test)_[A-Za-z0-9_-]{30,}
            vendor FLWSECK(_TEST)?-[A-Za-z0-9-]{12,} fio-u-[A-Za-z0-9_-]{50,} sdk-[0-9a-f]{8}-[0-9a-f-]{27} API-[A-Z0-9]{25,} sha256~[A-Za-z0-9_-]{40,}
            vendor pnu_[A-Za-z0-9]{30,} rdme_[a-z0-9]{60,} tk-us-[A-Za-z0-9_-]{40,} tfp_[A-Za-z0-9_.=-]{40,} p8e-[a-z0-9]{32} doo_v1_[a-f0-9]{40,}
            vendor sm_[aps]at_[A-Za-z0-9]{16} dnkey-[a-z0-9=_-]{20,} ico-[A-Za-z0-9]{32} s-s4t2(ud|af)-[a-f0-9]{60,} v1\\.0-[a-f0-9]{24}-[a-f0-9]{100,}
            vendor LS0tLS1CRUdJTi[A-Za-z0-9+/=]{20,} eyJhdXRocyI6[A-Za-z0-9+/=_-]{10,} ZXlK[A-Za-z0-9+/=_-]{40,} gAAAAA[A-Za-z0-9_=-]{60,}
            webhook discord(app)?\\.com/api/webhooks/\\d{8,}/[A-Za-z0-9_-]{20,} webhook\\.office\\.com/webhookb2/[A-Za-z0-9@/-]{40,} \\d{8,10}:AA[A-Za-z0-9_-]{30,}
            webhook bot\\d{8,10}:[A-Za-z0-9_-]{30,} \\d{8,10}:[A-Za-z0-9_-]{35}
            """;

    private static final int ASCII = 128;
    private static final int MIN_JWT_PART = 8;

    private static final List<Shape> STANDARD = parse();
    private static final Map<String, Integer> HASHES = Map.of(
            "$2a$",
            53,
            "$2b$",
            53,
            "$2y$",
            53,
            "$argon2",
            20,
            "$6$",
            40,
            "$5$",
            30,
            "$1$",
            20,
            "$apr1$",
            20,
            "$y$",
            30,
            "$scrypt$",
            20);

    private final List<List<Shape>> byFirst = new ArrayList<>();
    /** For each three characters, as {@link Chars#triple} folds them, what may begin with them. */
    private final byte[] beginnings = new byte[Chars.TRIPLES];

    static final byte TOKEN = 1;
    static final byte KNOWN_WORD = 2;
    static final byte ACCOUNT = 4;

    private final boolean hasOwn;

    TokenShapes(Map<String, TokenPattern> own) {
        hasOwn = !own.isEmpty();
        List<Shape> all = new ArrayList<>();
        own.forEach((name, pattern) -> all.add(new Shape(name, pattern)));
        all.addAll(STANDARD);
        for (char first = 0; first < ASCII; first++) {
            List<Shape> some = new ArrayList<>();
            for (Shape shape : all) {
                if (shape.pattern().mayBegin(first)) {
                    some.add(shape);
                }
            }
            byFirst.add(some);
        }
        all.forEach(shape -> shape.pattern().beginnings((a, b, c) -> beginning(TOKEN, a, b, c)));
        for (String word : Scan.WORDS.all()) {
            for (char after = 0; after < (word.length() > 2 ? 1 : ASCII); after++) {
                beginning(KNOWN_WORD, word.charAt(0), word.charAt(1), word.length() > 2 ? word.charAt(2) : after);
            }
        }
        for (char letter = 'A'; letter <= 'Z'; letter++) {
            beginning(TOKEN, 'e', 'y', letter);
            for (char second = 'A'; second <= 'Z'; second++) {
                beginning(ACCOUNT, letter, second, '0');
            }
        }
    }

    private void beginning(byte what, int first, int second, int third) {
        beginnings[Chars.triple((char) first, (char) second, (char) third)] |= what;
    }

    /** Whether the application has patterns of its own. */
    boolean hasOwn() {
        return hasOwn;
    }

    /** What may begin with these characters: a token, a known word, an account number, or several of them. */
    int beginning(char first, char second, char third) {
        return beginnings[Chars.triple(first, second, third)];
    }

    /** Removes the token that begins at {@code at}; returns the index after it, or -1. */
    int match(Scan scan, int at) {
        char first = scan.s[at];
        if (first >= ASCII) {
            return -1;
        }
        if (first == 'e' && scan.s[at + 1] == 'y') {
            int end = jwt(scan, at);
            if (end >= 0) {
                return end;
            }
        }
        List<Shape> some = byFirst.get(first);
        for (int i = 0; i < some.size(); i++) {
            Shape shape = some.get(i);
            if (shape.pattern().mayGoOn(scan.s[at + 1])) {
                int end = shape.pattern().match(scan, at);
                if (end >= 0 && !isFollowed(scan, end)) {
                    return scan.found(at, end, shape.name());
                }
            }
        }
        return -1;
    }

    private static boolean isFollowed(Scan scan, int end) {
        return end < scan.n && Chars.isAlphanumeric(scan.s[end]) && Chars.isAlphanumeric(scan.s[end - 1]);
    }

    /** Signed JSON web tokens have three parts, encrypted ones five, whose second part may be empty. */
    private static int jwt(Scan scan, int at) {
        int i = afterBase64(scan, at);
        if (i - at < MIN_JWT_PART || scan.s[at + 2] != 'J' || i >= scan.n || scan.s[i] != '.') {
            return -1;
        }
        int part = i + 1;
        i = afterBase64(scan, part);
        if (i - part < MIN_JWT_PART && (i != part || i >= scan.n || scan.s[i] != '.')) {
            return -1;
        }
        for (int parts = 0; parts < 3 && i < scan.n && scan.s[i] == '.'; parts++) {
            i = afterBase64(scan, i + 1);
        }
        return scan.found(at, scan.s[i - 1] == '.' ? i - 1 : i, "jwt");
    }

    private static int afterBase64(Scan scan, int at) {
        int i = at;
        while (i < scan.n && Chars.isBase64(scan.s[i])) {
            i++;
        }
        scan.step(i - at);
        return i;
    }

    /** Removes the hash of a password whose {@code $} is at {@code at}; else -1. */
    int hash(Scan scan, int at) {
        if ("2a651ys".indexOf(scan.s[at + 1]) < 0 || scan.s[at + 1] == 's' && scan.s[at + 2] != 'c') {
            return -1;
        }
        for (Map.Entry<String, Integer> hash : HASHES.entrySet()) {
            if (scan.matches(at, hash.getKey())) {
                int end = at + hash.getKey().length();
                while (end < scan.n && (Chars.isBase64(scan.s[end]) || ".$,".indexOf(scan.s[end]) >= 0)) {
                    end++;
                }
                scan.step(end - at);
                return end - at >= hash.getValue() ? scan.found(at, end, "password-hash") : -1;
            }
        }
        return -1;
    }

    /** Client secrets of Azure have {@code Q~} as their fifth and sixth character. */
    int azureSecret(Scan scan, int tilde) {
        int start = tilde - 5;
        if (start < scan.floor || scan.s[tilde - 1] != 'Q' || !Chars.isDigit(scan.s[tilde - 2])) {
            return -1;
        }
        int end = tilde;
        while (end < scan.n && (Chars.isAlphanumeric(scan.s[end]) || "_~.-".indexOf(scan.s[end]) >= 0)) {
            end++;
        }
        scan.step(end - tilde);
        return end - tilde >= 25 ? scan.found(start, end, "azure") : -1;
    }

    /** One shape for each alternative in parentheses. */
    private static List<Shape> parse() {
        List<Shape> shapes = new ArrayList<>();
        for (String line : SHAPES.split("\n")) {
            String[] fields = line.strip().split(" ");
            for (int i = 1; i < fields.length; i++) {
                for (String pattern : alternatives(fields[i])) {
                    shapes.add(new Shape(fields[0] + "-token", TokenPattern.of(pattern)));
                }
            }
        }
        return List.copyOf(shapes);
    }

    private static List<String> alternatives(String pattern) {
        int open = pattern.indexOf('(');
        if (open < 0) {
            return List.of(pattern);
        }
        int close = pattern.indexOf(')');
        boolean optional = close + 1 < pattern.length() && pattern.charAt(close + 1) == '?';
        String rest = pattern.substring(close + (optional ? 2 : 1));
        List<String> all = new ArrayList<>();
        for (String one : pattern.substring(open + 1, close).split("\\|")) {
            all.addAll(alternatives(pattern.substring(0, open) + one + rest));
        }
        if (optional) {
            all.addAll(alternatives(pattern.substring(0, open) + rest));
        }
        return all;
    }

    private record Shape(String name, TokenPattern pattern) {}
}
