/**
 * Handing things over from event loops, which never wait, to threads that may.
 *
 * <p>What lives here is used by every room and uses none.
 */
@NullMarked
package io.holdfast.handover;

import org.jspecify.annotations.NullMarked;
