/** What the filter promises on every server, and small applications on servers without a framework. */
@NullMarked
package dev.tidemark.ingest.contract;

import org.jspecify.annotations.NullMarked;
