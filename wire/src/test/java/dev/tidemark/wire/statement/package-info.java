@NullMarked
package dev.tidemark.wire.statement;

import org.jspecify.annotations.NullMarked;
