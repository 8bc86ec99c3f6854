/** Removes secrets and personal data from log lines before they leave the process. */
@NullMarked
package dev.tidemark.ingest.redaction;

import org.jspecify.annotations.NullMarked;
