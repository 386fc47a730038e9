/**
 * What a command does to a database by itself, when no gateway is there to ask.
 *
 * <p>What lives here blocks, and stands between the commands and the store's own tools.
 */
@NullMarked
package io.holdfast.cli.files;

import org.jspecify.annotations.NullMarked;
