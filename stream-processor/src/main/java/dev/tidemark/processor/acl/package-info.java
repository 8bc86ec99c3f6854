/** What each part may do in Kafka. */
@NullMarked
package dev.tidemark.processor.acl;

import org.jspecify.annotations.NullMarked;
