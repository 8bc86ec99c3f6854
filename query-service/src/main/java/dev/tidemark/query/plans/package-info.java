/** The plans of the monitored PostgreSQL's statements, and when they changed. */
@NullMarked
package dev.tidemark.query.plans;

import org.jspecify.annotations.NullMarked;
