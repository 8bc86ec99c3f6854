/** The Jakarta Servlet filter and its automatic registration. */
@NullMarked
package dev.tidemark.ingest.servlet;

import org.jspecify.annotations.NullMarked;
