/** The Jakarta Servlet filter, registered by its container. */
@NullMarked
package dev.tidemark.ingest.servlet;

import org.jspecify.annotations.NullMarked;
