/**
 * What an operator sees and asks: health, metrics, status; below it the administration interface,
 * the link with systemd and traces.
 *
 * <p>What lives here asks the store and the verticles and decides nothing.
 */
@NullMarked
package io.holdfast.ops;

import org.jspecify.annotations.NullMarked;
