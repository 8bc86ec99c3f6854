/** Texts of SQL statements without what they hold of the users' data. */
@NullMarked
package dev.tidemark.wire.statement;

import org.jspecify.annotations.NullMarked;
