/** Whether this service and what it depends on answer. */
@NullMarked
package dev.tidemark.query.health;

import org.jspecify.annotations.NullMarked;
