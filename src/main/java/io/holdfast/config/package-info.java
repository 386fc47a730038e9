/**
 * Loads and validates the configuration, and gives it as records.
 *
 * <p>What lives here knows the schema and every default; nobody else reads a key by its name. It
 * may use model.
 */
@NullMarked
package io.holdfast.config;

import org.jspecify.annotations.NullMarked;
