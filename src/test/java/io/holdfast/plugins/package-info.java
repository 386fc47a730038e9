/** Plugins: the examples of the documentation in a real gateway, and jars that cannot be used. */
@NullMarked
package io.holdfast.plugins;

import org.jspecify.annotations.NullMarked;
