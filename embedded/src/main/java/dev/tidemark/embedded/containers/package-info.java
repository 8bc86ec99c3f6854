/**
 * Servers in Docker containers, for tests that ask for them; only this package knows Testcontainers, which is absent at run time.
 */
@NullMarked
package dev.tidemark.embedded.containers;

import org.jspecify.annotations.NullMarked;
