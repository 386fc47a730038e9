/**
 * How long something may take, and doing it again and again, however often that takes.
 *
 * <p>What lives here is used by every room and uses none.
 */
@NullMarked
package io.holdfast.retry;

import org.jspecify.annotations.NullMarked;
