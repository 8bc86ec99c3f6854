/** Child processes that keep a bounded log, die with this JVM and are never left behind. */
@NullMarked
package dev.tidemark.embedded.process;

import org.jspecify.annotations.NullMarked;
