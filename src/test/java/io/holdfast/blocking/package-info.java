/**
 * Watches the whole suite for blocking calls on event loops (S45).
 *
 * <p>{@link io.holdfast.blocking.EventLoopGuard} is switched on before the first test by the
 * service loader; a test during which something blocked an event loop fails.
 */
@NullMarked
package io.holdfast.blocking;

import org.jspecify.annotations.NullMarked;
