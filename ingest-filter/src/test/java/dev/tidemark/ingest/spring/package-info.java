@NullMarked
package dev.tidemark.ingest.spring;

import org.jspecify.annotations.NullMarked;
