/**
 * A WebSocket to a platform that is kept: made anew when it breaks, and known to be alive.
 *
 * <p>What to do next is decided by pure functions here; what is said on it, its platform's
 * connector knows. At most one socket of a link is open.
 */
@NullMarked
package io.holdfast.link;

import org.jspecify.annotations.NullMarked;
