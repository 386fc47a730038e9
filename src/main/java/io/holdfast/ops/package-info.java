/**
 * What an operator sees: health and metrics.
 *
 * <p>What lives here asks the store and the verticles and decides nothing.
 */
@NullMarked
package io.holdfast.ops;

import org.jspecify.annotations.NullMarked;
