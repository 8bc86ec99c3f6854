@NullMarked
package dev.tidemark.query.health;

import org.jspecify.annotations.NullMarked;
