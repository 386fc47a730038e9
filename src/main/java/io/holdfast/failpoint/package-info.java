/**
 * Named points in the code at which a test may end, fail or delay what is done; inert unless armed.
 *
 * <p>What lives here is used by every room and uses none.
 */
@NullMarked
package io.holdfast.failpoint;

import org.jspecify.annotations.NullMarked;
