/**
 * What the spine does on this machine: {@code scripts/bench}. The gateway is the real jar in a
 * process of its own; its clients run here, on the same machine.
 */
@NullMarked
package io.holdfast.bench;

import org.jspecify.annotations.NullMarked;
