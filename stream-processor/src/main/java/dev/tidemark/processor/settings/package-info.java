/** How settings are given: by system property or by environment variable. */
@NullMarked
package dev.tidemark.processor.settings;

import org.jspecify.annotations.NullMarked;
