/**
 * Servers in Docker containers, for tests. Only this package uses Testcontainers, which is absent at run time.
 */
@NullMarked
package dev.tidemark.embedded.containers;

import org.jspecify.annotations.NullMarked;
