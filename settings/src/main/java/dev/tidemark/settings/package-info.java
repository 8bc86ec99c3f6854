/**
 * Settings of all components: each {@link dev.tidemark.settings.Setting} is declared once, and one {@link
 * dev.tidemark.settings.SettingsReader} applies the same rules for names, values and Kafka client properties
 * everywhere.
 */
@NullMarked
package dev.tidemark.settings;

import org.jspecify.annotations.NullMarked;
