/**
 * The state machine: the domain's atomic operations, and the doorbell that they ring.
 *
 * <p>What lives here says what each operation promises; the engines live in rooms of their own
 * below. It may use model, config and failpoint, and knows no wording: what people read is passed
 * in.
 */
@NullMarked
package io.holdfast.store;

import org.jspecify.annotations.NullMarked;
