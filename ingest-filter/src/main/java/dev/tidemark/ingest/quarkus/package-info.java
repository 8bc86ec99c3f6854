/** The adapter for Quarkus 3, which finds its beans through this jar's Jandex index. */
@NullMarked
package dev.tidemark.ingest.quarkus;

import org.jspecify.annotations.NullMarked;
