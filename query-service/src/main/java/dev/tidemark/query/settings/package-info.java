/** How settings are read: strictly, so that a value in the wrong form ends the start and not a night. */
@NullMarked
package dev.tidemark.query.settings;

import org.jspecify.annotations.NullMarked;
