/** Auto-configuration for Spring Boot 3 and 4, on servlets and on WebFlux. */
@NullMarked
package dev.tidemark.ingest.spring;

import org.jspecify.annotations.NullMarked;
