/** Child processes with a bounded log that never outlive this JVM. */
@NullMarked
package dev.tidemark.embedded.process;

import org.jspecify.annotations.NullMarked;
