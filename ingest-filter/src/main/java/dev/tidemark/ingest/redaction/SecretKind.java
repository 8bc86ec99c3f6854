package dev.tidemark.ingest.redaction;

/** What a key names. The kind decides which values are removed. */
enum SecretKind {
    /** A password: may contain spaces, so a value ends where the structure around it says. */
    PASSWORD("password"),
    /** A token, key or credential: any value but a placeholder. */
    SECRET("secret"),
    /** The header Authorization, with its parameters. */
    AUTHORIZATION("authorization"),
    /** Cookies: everything up to the end of the line. */
    COOKIE("cookie"),
    /** A word that often names something harmless, such as {@code session}: only values that look like a secret. */
    SESSION("session"),
    /** Any other key, or the code of a login: only long values in mixed case with digits. */
    KEY("key"),
    /** A signature of a request, which grants access. */
    SIGNATURE("signature"),
    /** A short number, such as a PIN: at least three digits. */
    PIN("pin"),
    /** An account, card or person's number: at least six letters and digits, some of them digits. */
    ACCOUNT("account-number"),
    /** An address of a person: hidden as a field. In a text, the address itself is recognised. */
    EMAIL("e-mail"),
    /** A key that the application named itself. */
    OWN("own-key");

    private final String rule;

    SecretKind(String rule) {
        this.rule = rule;
    }

    /** The name of the rule that removes values of this kind. */
    String rule() {
        return rule;
    }
}
