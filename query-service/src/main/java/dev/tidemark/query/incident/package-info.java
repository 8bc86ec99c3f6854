/** Incidents: what the diagnosis of the present found, recorded with its evidence. */
@NullMarked
package dev.tidemark.query.incident;

import org.jspecify.annotations.NullMarked;
