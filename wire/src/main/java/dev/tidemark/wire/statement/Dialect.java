package dev.tidemark.wire.statement;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a database reads quotes, as far as its literals could otherwise be taken for something else. */
public enum Dialect {
    /** As in the SQL standard and PostgreSQL: "…" is an identifier, and a backslash in '…' is a character. */
    STANDARD,
    /** As MySQL and MariaDB by default: "…" is a literal, a backslash escapes, and # begins a comment. */
    MYSQL;

    /** The dialect of a database product or of the scheme of a JDBC URL; standard if it is unknown. */
    public static Dialect of(@Nullable String product) {
        String name = product == null ? "" : product.toLowerCase(Locale.ROOT);
        return name.contains("mysql") || name.contains("mariadb") ? MYSQL : STANDARD;
    }

    boolean isLiteral(char quote) {
        return quote == '\'' || quote == '"' && this == MYSQL;
    }
}
