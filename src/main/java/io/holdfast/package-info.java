/** The command line; everything else lives in a room below. */
@NullMarked
package io.holdfast;

import org.jspecify.annotations.NullMarked;
