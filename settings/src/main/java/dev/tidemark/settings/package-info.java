/**
 * How every part of Tidemark reads its settings: what there is to set ({@link dev.tidemark.settings.Setting}), and one reader
 * ({@link dev.tidemark.settings.SettingsReader}) with one rule for names, one for values and one for Kafka's clients.
 */
@NullMarked
package dev.tidemark.settings;

import org.jspecify.annotations.NullMarked;
