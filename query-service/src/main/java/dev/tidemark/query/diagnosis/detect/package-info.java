/** Which endpoints differ from their usual behaviour, and since when. Pure functions of windows. */
@NullMarked
package dev.tidemark.query.diagnosis.detect;

import org.jspecify.annotations.NullMarked;
